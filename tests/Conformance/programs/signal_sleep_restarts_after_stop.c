#include "conformance.h"
#include <poll.h>

// nanosleep and poll are not cut short by SIGSTOP and SIGCONT, but by a handler.
static void handler(int number) { (void)number; }

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

int main(void) {
    int status;
    signal(SIGUSR1, handler);
    for (int kind = 0; kind < 3; kind++) {
        pid_t pid = fork_child();
        if (pid == 0) {
            struct timespec time = {0, 200000000};
            long long start = now();
            long result = kind == 0   ? nanosleep(&time, NULL)
                          : kind == 1 ? poll(NULL, 0, 200)
                                      : clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL);
            int error = errno;
            long long slept = now() - start;
            printf("kind %d: %ld %s, at least 200 ms %d\n", kind, result, result < 0 ? errno_name(error) : "",
                   slept >= 199);
            _exit(0);
        }
        usleep(50000);
        MUST(kill(pid, SIGSTOP));
        MUST(waitpid(pid, &status, WUNTRACED));
        MUST(kill(pid, SIGCONT));
        wait_child("stopped and continued", pid);
    }
    pid_t pid = fork_child();
    if (pid == 0) {
        struct timespec time = {5, 0}, left = {0, 0};
        CALL(nanosleep(&time, &left));
        printf("time is left %d\n", left.tv_sec >= 3);
        _exit(0);
    }
    // Again, should the first come before it sleeps.
    siginfo_t info = {0};
    while (info.si_pid == 0) {
        usleep(100000);
        MUST(kill(pid, SIGUSR1));
        MUST(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT));
    }
    wait_child("interrupted", pid);
}
