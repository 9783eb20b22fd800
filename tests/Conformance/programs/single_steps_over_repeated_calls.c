// bits: 64
#include "sites.h"
#include <ucontext.h>

// A program that steps through itself by the trap flag sees only its own instructions, at repeated calls too.
extern char __executable_start[], etext[];
static volatile int steps, elsewhere;

static void handler(int number, siginfo_t *info, void *context) {
    uintptr_t rip = (uintptr_t)((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
    steps++;
    bool is_own = (rip >= (uintptr_t)__executable_start && rip < (uintptr_t)etext) || rip >> 40 == 0x7f; // a library's
    elsewhere += !is_own || number != SIGTRAP || info->si_code != TRAP_TRACE;
}

int main(void) {
    char buffer[512];
    MUST(sigaction(SIGTRAP, &(struct sigaction){.sa_sigaction = handler, .sa_flags = SA_SIGINFO}, NULL));
    static const char *const paths[] = {FIX "/file", FIX "/missing", FIX "/file/x"};
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < COUNT(paths); i++) {
            steps = 0;
            __asm__ volatile("pushfq\n    orq $0x100, (%%rsp)\n    popfq" ::: "memory", "cc");
            long result = AT_SITE(stat, paths[i], buffer);
            __asm__ volatile("pushfq\n    andq $~0x100, (%%rsp)\n    popfq" ::: "memory", "cc");
            printf("%s: %ld, stepped %d, elsewhere %d\n", paths[i], result, steps > 5, elsewhere);
        }
    }
}
