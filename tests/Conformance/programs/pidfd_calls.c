#include "conformance.h"
#include <poll.h>

// pidfd_open, pidfd_send_signal, pidfd_getfd, waitid(P_PIDFD) on a child.
int main(void) {
    int ready[2];
    MUST(pipe(ready));
    pid_t pid = fork_child();
    if (pid == 0) {
        MUST(dup2((int)MUST(open(MNT "/a/one", O_RDONLY)), 40));
        MUST(write(ready[1], "x", 1));
        pause();
    }
    char byte;
    MUST(read(ready[0], &byte, 1));
    int fd = (int)CALL(syscall(SYS_pidfd_open, pid, 0));
    struct pollfd poller = {fd, POLLIN, 0};
    CALL(poll(&poller, 1, 0));
    CALL(syscall(438, fd, 40, 0));
    CALL(syscall(438, fd, 90, 0));
    show_fd("taken from the child", 6);
    char target[100] = "";
    CALL(readlink("/proc/self/fd/6", target, sizeof target - 1));
    printf("%s\n", target);
    CALL(syscall(SYS_pidfd_send_signal, fd, SIGTERM, NULL, 0));
    CALL(poll(&poller, 1, 5000));
    siginfo_t info;
    CALL(waitid(P_PIDFD, (id_t)fd, &info, WEXITED));
    printf("code %d status %d\n", info.si_code == CLD_KILLED, info.si_status == SIGTERM);
    CALL(syscall(SYS_pidfd_send_signal, fd, SIGTERM, NULL, 0));
    CALL(syscall(SYS_pidfd_open, -1, 0));
    CALL(syscall(SYS_pidfd_open, pid, 0));
}
