#include "conformance.h"

// Symbolic links whose text is a /proc link are followed to what it means for the process that looks.
int main(void) {
    make_file("file", "in work");
    MUST(mkdir("dir", 0755));
    make_file("dir/file", "in dir");
    MUST(symlink("/proc/self/cwd/file", "by_cwd"));
    MUST(symlink("/proc/self/root/conf/fix/file", "by_root"));
    MUST(symlink("/proc/self/exe", "by_exe"));
    MUST(symlink("/proc/thread-self/cwd", "by_thread"));
    int fd = (int)MUST(open(FIX "/file", O_RDONLY));
    char text[64];
    snprintf(text, sizeof text, "/proc/self/fd/%d", fd);
    MUST(symlink(text, "by_fd"));
    snprintf(text, sizeof text, "/proc/%d/cwd/file", getpid());
    MUST(symlink(text, "by_pid"));
    show_file(WORK "/by_cwd");
    MUST(chdir("dir"));
    show_file(WORK "/by_cwd");
    show_file("../by_root");
    show_file("../by_fd");
    show_file("../by_pid");
    show_file("../by_thread/file");
    printf("exe: %d\n", same_file("../by_exe", PROGRAM));
    MUST(dup2((int)MUST(open(MNT "/a/one", O_RDONLY)), fd));
    show_file("../by_fd");
    pid_t pid = fork_child();
    if (pid == 0) {
        MUST(chdir(WORK));
        show_file("by_cwd");
        show_file("by_pid");
        printf("exe: %d\n", same_file("by_exe", PROGRAM));
        close(fd);
        show_file("by_fd");
        execl("/bin/sh", "sh", "-c", "[ by_exe -ef /usr/bin/dash ] && echo the shell", NULL);
        _exit(125);
    }
    wait_child("child", pid);
}
