#include "conformance.h"
#include <sys/resource.h>

// Exit codes and signals in waitpid, wait4, waitid; WNOWAIT, WNOHANG, process groups, ECHILD.
int main(void) {
    const int codes[] = {0, 1, 127, 128, 255, 256 + 3};
    for (size_t i = 0; i < COUNT(codes); i++) {
        pid_t pid = fork_child();
        if (pid == 0) exit(codes[i]);
        wait_child("exit", pid);
    }
    const int signals[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGABRT, SIGKILL, SIGSEGV,
                           SIGPIPE, SIGUSR1, SIGTERM, SIGTRAP, SIGSYS,  SIGRTMIN + 3};
    for (size_t i = 0; i < COUNT(signals); i++) {
        pid_t pid = fork_child();
        if (pid == 0) {
            raise(signals[i]);
            _exit(0);
        }
        wait_child(signal_name(signals[i]), pid);
    }
    siginfo_t info;
    struct rusage usage;
    int status;
    pid_t pid = fork_child();
    if (pid == 0) _exit(9);
    MUST(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT));
    printf("WNOWAIT: status %d code %d uid own %d\n", info.si_status, info.si_code, info.si_uid == getuid());
    printf("wait4: %d\n", wait4(pid, &status, 0, &usage) == pid);
    show_status("wait4", status);
    CALL(waitpid(pid, &status, 0));
    CALL(waitpid(-1, &status, WNOHANG));
    CALL(waitpid(-1, &status, 0x100));
    CALL(waitid(P_ALL, 0, &info, 0));
    pid = fork_child();
    if (pid == 0) {
        setpgid(0, 0);
        pause();
    }
    MUST(setpgid(pid, pid));
    memset(&info, 0, sizeof info);
    CALL(waitid(P_PGID, (id_t)pid, &info, WEXITED | WNOHANG));
    printf("nothing yet: %d\n", info.si_pid == 0);
    CALL(waitpid(0, &status, WNOHANG));
    MUST(kill(-pid, SIGTERM));
    printf("by group: %d\n", waitpid(-pid, &status, 0) == pid);
    show_status("group", status);
    MUST(syscall(SYS_getpid) == getpid() ? 0 : -1);
    for (int i = 0; i < 20; i++) {
        if (fork_child() == 0) _exit(i);
    }
    int sum = 0;
    while (waitpid(-1, &status, 0) > 0) sum += WEXITSTATUS(status);
    printf("twenty children: %d\n", sum);
}
