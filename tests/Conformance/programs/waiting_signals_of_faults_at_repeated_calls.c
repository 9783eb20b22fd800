#include "sites.h"
#include <sys/time.h>

// Signals that faults and steps raise, but sent, and blocked: they wait with their values while others interrupt calls
// that are repeated at their sites.
static volatile sig_atomic_t ticks;
static void tick(int number) {
    (void)number;
    ticks++;
}

static void make_calls(int count) {
    char buffer[512];
    int failures = 0;
    for (int start = ticks; ticks - start < count;) {
        failures += AT_SITE(stat, FIX "/dir//sub//deeper", buffer) != 0;
        failures += AT_SITE(access, FIX "/missing/from/here", R_OK) != -1 || errno != ENOENT;
    }
    printf("failures %d\n", failures);
}

int main(void) {
    static const int numbers[] = {SIGSEGV, SIGBUS, SIGTRAP, SIGILL, SIGUSR1, 40};
    MUST(sigaction(SIGALRM, &(struct sigaction){.sa_handler = tick, .sa_flags = SA_RESTART}, NULL));
    MUST(setitimer(ITIMER_REAL, &(struct itimerval){{0, 1000}, {0, 1000}}, NULL));
    sigset_t mask;
    sigemptyset(&mask);
    for (size_t i = 0; i < COUNT(numbers); i++) sigaddset(&mask, numbers[i]);
    MUST(sigprocmask(SIG_BLOCK, &mask, NULL));
    for (size_t i = 0; i < COUNT(numbers); i++)
        MUST(sigqueue(getpid(), numbers[i], (union sigval){.sival_int = 100 + numbers[i]}));
    make_calls(100);
    for (size_t i = 0; i < COUNT(numbers); i++) {
        sigset_t one;
        siginfo_t info = {0};
        sigemptyset(&one);
        sigaddset(&one, numbers[i]);
        int taken = sigtimedwait(&one, &info, &(struct timespec){0, 0});
        printf("%s: %s, queued %d, own %d, value %d\n", signal_name(numbers[i]),
               taken < 0 ? errno_name(errno) : "taken", info.si_code == SI_QUEUE, info.si_pid == getpid(),
               info.si_value.sival_int - numbers[i]);
    }
    MUST(sigprocmask(SIG_UNBLOCK, &mask, NULL));
}
