// variants: no-pie static
#include "conformance.h"
#include <sys/auxv.h>

// A position-dependent program lies at the address it was linked for, a PIE does not.
extern const char __executable_start[];
int main(void) {
    uintptr_t start = (uintptr_t)__executable_start;
    if (start == 0x400000) printf("at 0x400000, entry %#lx low\n", getauxval(AT_ENTRY) & ~0xfffUL);
    else printf("elsewhere, page aligned %d\n", (start & 4095) == 0);
    int fd = (int)MUST(open(PROGRAM, O_RDONLY));
    char magic[64];
    MUST(read(fd, magic, sizeof magic));
    printf("the header in memory is the file's: %d\n", memcmp(__executable_start, magic, sizeof magic) == 0);
}
