// bits: 64
// variants: static no-pie
#include "conformance.h"
#include <sys/mman.h>

// int $0x80 in a 64-bit program makes a call of i386. What has no path is made as ever.
static long int80(long number, long one, long two, long three) {
    long result;
    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(number), "b"(one), "c"(two), "d"(three)
                     : "memory", "r8", "r9", "r10", "r11");
    return (int)result;
}

int main(void) {
    char *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    strcpy(low, FIX "/file");
    printf("getpid: %d\n", int80(20, 0, 0, 0) == getpid());
    printf("open: %s\n", errno_name(-(int)int80(5, (long)low, O_RDONLY, 0)));
    printf("access of what is missing: %s\n", errno_name(-(int)int80(33, (long)strcpy(low, "/nowhere"), 0, 0)));
    printf("lseek of nothing: %s\n", errno_name(-(int)int80(19, -1, 0, 0)));
}
