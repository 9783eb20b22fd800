#include "conformance.h"
#include <sys/prctl.h>

// PR_SET_DUMPABLE is of the memory: inherited by fork, shared with a vfork's child, reset by exec.
int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) return (int)CALL(prctl(PR_GET_DUMPABLE));
    CALL(prctl(PR_GET_DUMPABLE));
    CALL(prctl(PR_SET_DUMPABLE, 0));
    CALL(prctl(PR_GET_DUMPABLE));
    pid_t pid = fork_child();
    if (pid == 0) {
        CALL(prctl(PR_GET_DUMPABLE));
        execl(PROGRAM, "x", "again", NULL);
        _exit(125);
    }
    wait_child("child", pid);
    pid = vfork();
    if (pid == 0) {
        prctl(PR_SET_DUMPABLE, 1);
        _exit(0);
    }
    wait_child("vfork's child", pid);
    CALL(prctl(PR_GET_DUMPABLE));
    CALL(prctl(PR_SET_DUMPABLE, 2));
    CALL(prctl(PR_SET_DUMPABLE, 3));
}
