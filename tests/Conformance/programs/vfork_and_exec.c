#include "conformance.h"

// vfork: the parent waits for the child's exec or exit, memory is shared, path calls work in the child.
int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) {
        printf("child runs\n");
        return 3;
    }
    volatile int shared = 0;
    pid_t pid = vfork();
    if (pid == 0) {
        struct stat st;
        shared = 1 + (stat(FIX "/rel_link", &st) == 0) + (access(FIX "/missing", F_OK) < 0);
        _exit(4);
    }
    printf("shared %d\n", shared);
    wait_child("exit", pid);
    pid = vfork();
    if (pid == 0) {
        execl(PROGRAM, "x", "child", NULL);
        _exit(125);
    }
    wait_child("exec", pid);
    pid = vfork();
    if (pid == 0) {
        execl("/missing", "x", NULL);
        shared = errno == ENOENT ? 9 : -1;
        _exit(5);
    }
    printf("shared %d\n", shared);
    wait_child("failed exec", pid);
    for (volatile int i = 0; i < 50; i++) {
        pid = vfork();
        if (pid == 0) {
            execl("/bin/sh", "sh", "-c", "exit 6", NULL);
            _exit(125);
        }
        int status;
        MUST(waitpid(pid, &status, 0));
        if (WEXITSTATUS(status) != 6) show_status("odd", status);
    }
    printf("fifty more\n");
}
