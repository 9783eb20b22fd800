// variants: static no-pie
#include "conformance.h"
#include <spawn.h>

// Wherever the kernel's random numbers put the heap, nothing is in its way: hundreds of processes grow theirs by 16
// MiB.
int main(int argc, char **argv) {
    if (argc > 1) return sbrk(16 << 20) == (void *)-1;
    int stuck = 0;
    for (int i = 0; i < 400; i++) {
        int status;
        pid_t child;
        errno = posix_spawn(&child, argv[0], NULL, NULL, (char *[]){argv[0], "grow", NULL}, environ);
        MUST(errno == 0 ? 0 : -1);
        MUST(waitpid(child, &status, 0));
        stuck += status != 0;
    }
    printf("of 400 heaps %d could not grow\n", stuck);
}
