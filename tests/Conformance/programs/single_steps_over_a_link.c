// bits: 64
#include "conformance.h"

// A program that steps through itself by the trap flag gets over a call whose path leads through a link.
static volatile int steps;
static void handler(int number) {
    (void)number;
    steps++;
}

int main(void) {
    struct stat status;
    MUST(sigaction(SIGTRAP, &(struct sigaction){.sa_handler = handler}, NULL));
    for (int round = 0; round < 3; round++) {
        __asm__ volatile("pushfq\n    orq $0x100, (%%rsp)\n    popfq" ::: "memory", "cc");
        int result = stat(FIX "/rel_link", &status);
        __asm__ volatile("pushfq\n    andq $~0x100, (%%rsp)\n    popfq" ::: "memory", "cc");
        printf("stat %d, stepped %d\n", result, steps > 5);
    }
}
