#include "conformance.h"

// Each call that makes a descriptor gives the lowest free number; nothing else is open.
int main(void) {
    list_dir("/proc/self/fd");
    CALL(open(FIX "/file", O_RDONLY));
    CALL(open_how(AT_FDCWD, FIX "/dir", O_RDONLY, 0, 0));
    CALL(creat("new", 0644));
    CALL(socket(AF_UNIX, SOCK_DGRAM, 0));
    CALL(close(4));
    CALL(open(MNT "/a/one", O_PATH));
    CALL(open(FIX "/missing", O_RDONLY));
    CALL(dup(0));
    CALL(close(3));
    CALL(openat(AT_FDCWD, "/proc/self/exe", O_RDONLY));
    pid_t pid = fork_child();
    if (pid == 0) {
        execl("/bin/sh", "sh", "-c", "for f in /proc/self/fd/*; do echo ${f##*/}; done", NULL);
        _exit(125);
    }
    wait_child("sh", pid);
}
