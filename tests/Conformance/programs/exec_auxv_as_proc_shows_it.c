#include "conformance.h"
#include <elf.h>
#include <sys/auxv.h>

// /proc/self/auxv agrees with the vector on the stack, and both have the same types in the same order.
int main(void) {
    unsigned long pairs[128];
    int fd = (int)MUST(open("/proc/self/auxv", O_RDONLY));
    ssize_t size = read(fd, pairs, sizeof pairs);
    char **variable = environ;
    while (*variable != NULL) variable++;
    const unsigned long *stack = (const unsigned long *)(variable + 1);
    size_t end = 0;
    while (end < (size_t)size / sizeof pairs[0] && pairs[end] != AT_NULL) end += 2;
    size_t bytes = (end + 2) * sizeof pairs[0];
    // Of a 32-bit program on a 64-bit kernel the file goes on behind the end: it is read in words of 64 bits
    // (fs/proc/base.c).
    bool same_end = sizeof(long) == 4 ? bytes <= (size_t)size : bytes == (size_t)size;
    printf("same bytes: %d\n", same_end && memcmp(stack, pairs, bytes) == 0);
    const unsigned long known[] = {AT_PHDR,   AT_PHENT,  AT_PHNUM,        AT_BASE,   AT_ENTRY,
                                   AT_EXECFN, AT_RANDOM, AT_SYSINFO_EHDR, AT_SECURE, AT_PAGESZ};
    for (size_t k = 0; k < COUNT(known); k++) {
        int times = 0;
        for (size_t i = 0; i < (size_t)size / (2 * sizeof pairs[0]); i++) times += pairs[2 * i] == known[k];
        printf("type %lu appears %d times\n", known[k], times);
    }
    printf("ends with AT_NULL: %d\n", pairs[(size_t)size / sizeof pairs[0] - 2] == AT_NULL);
}
