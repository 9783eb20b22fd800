#include "conformance.h"
#include <linux/sched.h>
#include <sched.h>

// clone3 and clone: shared working directory (CLONE_FS), shared descriptors (CLONE_FILES), a pidfd, no SIGCHLD.
static int start(unsigned long long flags, int *pidfd, int signal) {
    struct clone_args arguments = {.flags = flags, .exit_signal = (unsigned)signal, .pidfd = (uintptr_t)pidfd};
    return (int)syscall(SYS_clone3, &arguments, sizeof arguments);
}

int main(void) {
    MUST(mkdir("dir", 0755));
    int pid = start(0, NULL, SIGCHLD);
    if (pid == 0) {
        MUST(chdir("dir"));
        show_cwd();
        _exit(1);
    }
    wait_child("plain", pid);
    show_cwd();
    pid = start(CLONE_FS, NULL, SIGCHLD);
    if (pid == 0) {
        MUST(chdir("dir"));
        umask(077);
        _exit(2);
    }
    wait_child("CLONE_FS", pid);
    show_cwd();
    printf("umask %03o\n", umask(022));
    show_file("../../fix/file");
    MUST(chdir(".."));
    pid = start(CLONE_FILES, NULL, SIGCHLD);
    if (pid == 0) {
        _exit(open(FIX "/file", O_RDONLY));
    }
    wait_child("CLONE_FILES", pid);
    show_fd("opened by the child", 3);
    int pidfd = -1, gate[2];
    char byte;
    MUST(pipe(gate));
    pid = start(CLONE_PIDFD, &pidfd, 0);
    if (pid == 0) {
        MUST(read(gate[0], &byte, 1));
        show_stat(FIX "/abs_link");
        _exit(4);
    }
    printf("pidfd %d\n", pidfd);
    CALL(waitpid(pid, NULL, WNOHANG));
    MUST(write(gate[1], "x", 1));
    int status;
    printf("waited with __WALL: %d\n", waitpid(pid, &status, __WALL) == pid);
    show_status("no signal", status);
    pid = start(CLONE_FS, NULL, SIGCHLD);
    if (pid == 0) {
        MUST(unshare(CLONE_FS));
        MUST(chdir("dir"));
        _exit(5);
    }
    wait_child("unshared", pid);
    show_cwd();
    CALL(syscall(SYS_clone3, NULL, sizeof(struct clone_args)));
    CALL(syscall(SYS_clone3, BAD_POINTER, 8));
    CALL(start(CLONE_SIGHAND, NULL, SIGCHLD));
    CALL(start(CLONE_NEWNS, NULL, SIGCHLD));
    CALL(unshare(CLONE_NEWNS));
}
