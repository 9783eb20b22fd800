// variants: no-pie static-pie
// flags: -Wl,-z,max-page-size=0x200000
#include "conformance.h"
#include <sys/auxv.h>

// Segments linked with 2 MiB alignment lie at 2 MiB boundaries, with nothing readable in the holes between them.
extern const char __executable_start[];
static int variable = 7;
static char bss[3 << 20];
int main(void) {
    printf("aligned %d\n", ((uintptr_t)__executable_start & 0x1fffff) == 0);
    bss[sizeof bss - 1] = 1;
    printf("data %d, bss %d %d\n", variable, bss[0], bss[sizeof bss - 1]);
    printf("AT_PHDR in the first page %d\n", getauxval(AT_PHDR) - (uintptr_t)__executable_start < 4096);
    show_stat(FIX "/rel_link");
}
