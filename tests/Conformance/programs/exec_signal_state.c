#include "conformance.h"

// Over exec: handlers become the default, ignored stays ignored, mask, pending signals and the alarm stay.
int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) {
        sigset_t mask, pending;
        MUST(sigprocmask(SIG_SETMASK, NULL, &mask));
        MUST(sigpending(&pending));
        for (int number = 1; number < 65; number++) {
            struct sigaction action;
            if (sigaction(number, NULL, &action) < 0) continue;
            if (action.sa_handler == SIG_IGN || sigismember(&mask, number) == 1 || sigismember(&pending, number) == 1)
                printf("%s: ignored %d blocked %d pending %d\n", signal_name(number), action.sa_handler == SIG_IGN,
                       sigismember(&mask, number), sigismember(&pending, number));
            if (action.sa_handler != SIG_IGN && action.sa_handler != SIG_DFL)
                printf("%s: a handler\n", signal_name(number));
        }
        stack_t stack;
        MUST(sigaltstack(NULL, &stack));
        printf("alternate stack disabled %d, alarm set %d\n", stack.ss_flags == SS_DISABLE, alarm(10) > 0);
        return 0;
    }
    signal(SIGUSR1, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, (void (*)(int))conf_start);
    signal(SIGHUP, (void (*)(int))conf_start);
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR2);
    sigaddset(&mask, SIGWINCH);
    sigaddset(&mask, SIGTERM);
    MUST(sigprocmask(SIG_BLOCK, &mask, NULL));
    stack_t stack = {.ss_sp = malloc(1 << 16), .ss_size = 1 << 16};
    MUST(sigaltstack(&stack, NULL));
    MUST(raise(SIGUSR2));
    alarm(8);
    execl(PROGRAM, "x", "child", NULL);
}
