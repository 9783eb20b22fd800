#include "conformance.h"
#include <linux/sched.h>
#include <sched.h>

// Who lives in a chroot may not have a user namespace (user_namespaces(7)), nor, without privileges, any other.
static long start(unsigned long long flags) {
    struct clone_args arguments = {.flags = flags, .exit_signal = SIGCHLD};
    long pid = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid == 0) _exit(0);
    return pid;
}

static long start_old(unsigned long flags) {
    long pid = syscall(SYS_clone, flags | SIGCHLD, NULL, NULL, NULL, NULL);
    if (pid == 0) _exit(0);
    return pid;
}

int main(void) {
    CALL(unshare(CLONE_NEWUSER));
    CALL(unshare(CLONE_NEWUSER | CLONE_NEWNS));
    CALL(unshare(CLONE_NEWNS));
    CALL(unshare(CLONE_NEWPID));
    CALL(unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS));
    CALL(unshare(CLONE_NEWUSER | CLONE_FS));
    CALL(unshare(0x40));
    CALL(start(CLONE_NEWUSER));
    CALL(start(CLONE_NEWUSER | CLONE_NEWNS));
    CALL(start(CLONE_NEWUSER | CLONE_FS));
    CALL(start(CLONE_NEWNS | CLONE_FS));
    CALL(start_old(CLONE_NEWUSER));
    CALL(start_old(CLONE_NEWNS));
    CALL(start_old(CLONE_NEWUSER | CLONE_NEWNS));
    CALL(start_old(CLONE_NEWUSER | CLONE_FS));
    CALL(start_old(CLONE_NEWNS | CLONE_FS));
    show_file(FIX "/file");
}
