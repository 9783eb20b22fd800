// variants: no-pie static
// flags: -Wl,-z,noseparate-code -Wl,-z,norelro
#include "conformance.h"

// Headers and code in one segment, data sharing a page with code in the file, no relro.
static int variable = 7;
static char bss[100000];
int main(void) {
    int zero = 1;
    for (size_t i = 0; i < sizeof bss; i++) zero &= bss[i] == 0;
    printf("data %d, bss is zero %d\n", variable, zero);
    variable = 8;
    show_file("/proc/self/comm");
}
