// bits: 64
#include "sites.h"
#include <sys/prctl.h>

// System calls that a program dispatches itself (PR_SET_SYSCALL_USER_DISPATCH) are SIGSYS at their sites, also where
// they were made before; what it lets pass is made.
enum { DISPATCH = 59, ALLOW = 0, BLOCK = 1 };
static volatile char selector = ALLOW;
static volatile int caught, elsewhere, wrong;
extern char __executable_start[], etext[];

static void handler(int number, siginfo_t *info, void *context) {
    (void)number, (void)context;
    selector = ALLOW;
    caught++;
    elsewhere += (char *)info->si_call_addr < __executable_start || (char *)info->si_call_addr >= etext;
    wrong += info->si_code != 2 /* SYS_USER_DISPATCH */ || info->si_syscall != SYS_stat;
}

int main(void) {
    char buffer[512];
    AGAIN(AT_SITE(stat, FIX "/file", buffer));
    MUST(sigaction(SIGSYS, &(struct sigaction){.sa_sigaction = handler, .sa_flags = SA_SIGINFO}, NULL));
    CALL(prctl(DISPATCH, 1, 0, 0, &selector));
    AGAIN(AT_SITE(stat, FIX "/file", buffer));
    for (int round = 0; round < ROUNDS; round++) {
        selector = BLOCK;
        AT_SITE(stat, FIX "/file", buffer);
        selector = ALLOW;
    }
    printf("caught %d, elsewhere %d, wrong %d\n", caught, elsewhere, wrong);
    CALL(prctl(DISPATCH, 0, 0, 0, 0));
    AGAIN(AT_SITE(stat, FIX "/file", buffer));
}
