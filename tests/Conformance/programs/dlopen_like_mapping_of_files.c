#include "conformance.h"
#include <sys/mman.h>

// Files mapped by path: contents, private and shared writes, protection against the open mode, anonymous fixed maps.
int main(void) {
    make_file("file", "0123456789");
    int fd = (int)MUST(open("file", O_RDWR));
    int readable = (int)MUST(open(FIX "/rel_link", O_RDONLY));
    char *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    char *private = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, readable, 0);
    memcpy(shared, "ABC", 3);
    memcpy(private, "private", 7);
    show_file("file");
    show_file(FIX "/file");
    printf("%.13s", private);
    CALL(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, readable, 0) == MAP_FAILED ? -1 : 0);
    char *low =
        mmap((void *)0x20000, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    printf("low mapping %d\n", low == (void *)0x20000);
    char *below4g = mmap(NULL, 1 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    printf("MAP_32BIT %d\n", below4g != MAP_FAILED && (uintptr_t)below4g < (1UL << 31));
    size_t terabyte = sizeof(long) == 8 ? (size_t)1 << 20 << 20 : (size_t)1 << 30;
    char *huge = mmap(NULL, terabyte, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    printf("a terabyte, or what there is, of nothing %d\n", huge != MAP_FAILED);
    MUST(munmap(huge, terabyte));
    show_stat(FIX "/file");
}
