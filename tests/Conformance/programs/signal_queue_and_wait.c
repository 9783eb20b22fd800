#include "conformance.h"
#include <poll.h>
#include <sys/signalfd.h>

// Queued real-time signals arrive in order with their values; sigwaitinfo, signalfd, tgkill, ppoll.
int main(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN);
    sigaddset(&set, SIGRTMIN + 1);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGTRAP);
    sigaddset(&set, SIGSTOP);
    MUST(sigprocmask(SIG_BLOCK, &set, NULL));
    for (int i = 1; i <= 3; i++) MUST(sigqueue(getpid(), SIGRTMIN + 1, (union sigval){.sival_int = i * 10}));
    MUST(sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = 5}));
    MUST(kill(getpid(), SIGUSR1));
    MUST(kill(getpid(), SIGUSR1));
    MUST(kill(getpid(), SIGTRAP));
    MUST(syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), SIGTRAP));
    struct timespec none = {0, 0};
    siginfo_t info;
    access(FIX "/file", R_OK);
    while (sigtimedwait(&set, &info, &none) > 0)
        printf("%s%s value %d code %d from self %d\n", signal_name(info.si_signo),
               info.si_signo == SIGRTMIN + 1 ? " + 1" : "", info.si_code == SI_QUEUE ? info.si_value.sival_int : 0,
               info.si_code, info.si_pid == getpid());
    int fd = (int)MUST(signalfd(-1, &set, SFD_NONBLOCK));
    pid_t pid = fork_child();
    if (pid == 0) {
        kill(getppid(), SIGUSR1);
        _exit(0);
    }
    struct pollfd ready = {fd, POLLIN, 0};
    CALL(poll(&ready, 1, 5000));
    struct signalfd_siginfo details;
    CALL(read(fd, &details, sizeof details) == sizeof details);
    printf("%s from the child %d\n", signal_name((int)details.ssi_signo), (pid_t)details.ssi_pid == pid);
    wait_child("child", pid);
    CALL(kill(getpid(), 0));
    CALL(kill(getpid(), 65));
    CALL(kill(1, 0));
    CALL(kill(0x3fffffff, SIGTERM));
}
