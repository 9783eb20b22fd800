// variants: no-pie static
// flags: -Wl,-Ttext-segment=0x60000000
#include "conformance.h"

// A program linked for 0x60000000, where few expect one.
extern const char __executable_start[];
int main(void) {
    printf("at its address %d\n", (uintptr_t)__executable_start == 0x60000000);
    char *heap = malloc(10 << 20);
    memset(heap, 1, 10 << 20);
    printf("ten megabytes %d\n", heap[12345]);
    show_file(FIX "/chain1");
}
