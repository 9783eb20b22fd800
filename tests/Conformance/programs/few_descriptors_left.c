#include "conformance.h"
#include <sys/resource.h>

// With no descriptor left, opening is EMFILE and everything that needs none works.
int main(void) {
    MUST(setrlimit(RLIMIT_NOFILE, &(struct rlimit){3, 3}));
    struct stat st;
    char target[PATH_MAX];
    CALL(open(FIX "/file", O_RDONLY));
    CALL(open(FIX "/missing", O_RDONLY));
    CALL(open(FIX "/file", O_PATH));
    CALL(open("new", O_RDWR | O_CREAT, 0644));
    CALL(access("new", F_OK));
    CALL(stat(FIX "/chain1", &st));
    CALL(stat(FIX "/to_deep/../one", &st));
    CALL(stat(FIX "/missing", &st));
    CALL(access(FIX "/abs_link", R_OK));
    CALL(mkdir("dir", 0755));
    CALL(rename("dir", "dir2"));
    CALL(chdir("dir2"));
    CALL(readlink("/proc/self/exe", target, sizeof target) > 0);
    CALL(symlink("x", "link"));
    CALL(chmod("../dir2", 0700));
    CALL(unlink("link"));
    show_cwd();
    CALL(socket(AF_UNIX, SOCK_STREAM, 0));
    pid_t pid = fork_child();
    if (pid == 0) {
        execl("/bin/sh", "sh", "-c", "exit 3", NULL);
        printf("execve: %s\n", errno_name(errno));
        _exit(125);
    }
    wait_child("sh", pid);
    close(0);
    OPENS(open(FIX "/file", O_RDONLY));
    OPENS(open("/dev/null", O_RDONLY));
}
