// variants: no-pie static
// flags: -Wl,-Ttext-segment=0x10000000
#include "conformance.h"
#include <sys/auxv.h>

// A program linked for 0x10000000 lies there when it is position-dependent.
extern const char __executable_start[];
int main(void) {
    uintptr_t start = (uintptr_t)__executable_start;
    printf("low %d, at its address %d\n", (uint64_t)start >> 32 == 0, start == 0x10000000);
    printf("the heap is above it %d\n", (uintptr_t)sbrk(0) > start);
    show_file(FIX "/chain1");
}
