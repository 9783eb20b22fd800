#include "conformance.h"

// A program that closes every descriptor it may have loses nothing it needs for path calls and exec.
int main(void) {
    MUST(open(FIX "/file", O_RDONLY));
    CALL(syscall(436, 3, ~0U, 0));
    for (int fd = 3; fd < 1024; fd++) close(fd);
    show_file(FIX "/rel_link");
    show_file(FIX "/to_binding/one");
    CALL(mkdir("dir", 0755));
    CALL(chdir("dir"));
    show_cwd();
    CALL(open(FIX "/file", O_RDONLY));
    for (int fd = 3; fd < 1000; fd++) dup2(0, fd);
    CALL(open(FIX "/file", O_RDONLY) >= 1000);
    show_stat(FIX "/abs_link");
    show_link("/proc/self/exe");
    pid_t pid = fork_child();
    if (pid == 0) {
        syscall(436, 3, ~0U, 0);
        close(0);
        execl("/bin/sh", "sh", "-c", "exec </conf/fix/file; read line; echo $line", NULL);
        _exit(125);
    }
    wait_child("sh", pid);
    pid = fork_child();
    if (pid == 0) {
        syscall(436, 0, ~0U, 0);
        int first = open(FIX "/file", O_RDONLY);
        struct stat st;
        _exit(first == 0 && stat(FIX "/rel_link", &st) == 0 ? 12 : 13);
    }
    wait_child("without standard descriptors", pid);
}
