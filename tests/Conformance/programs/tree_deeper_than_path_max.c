#include "conformance.h"

// A tree deeper than PATH_MAX, built by chdir: relative names work, getcwd says ENAMETOOLONG.
int main(void) {
    char name[201];
    char text[PATH_MAX * 3];
    memset(name, 'd', 200);
    name[200] = 0;
    for (int depth = 1; depth <= 30; depth++) {
        MUST(mkdir(name, 0755));
        MUST(chdir(name));
        if (depth >= 19 && depth <= 22) {
            printf("depth %d: ", depth);
            CALL(syscall(SYS_getcwd, text, sizeof text));
            ssize_t size = readlink("/proc/self/cwd", text, sizeof text);
            printf("  /proc/self/cwd: %s\n", size < 0 ? errno_name(errno) : "read");
        }
    }
    make_file("file", "deep");
    show_file("file");
    show_stat("./file");
    show_stat("../.");
    CALL(rename("file", "file2"));
    CALL(symlink("file2", "link"));
    show_file("link");
    CALL(mkdir("sub", 0755));
    CALL(chdir("sub"));
    show_file("../file2");
    list_dir("..");
    int fd = (int)MUST(open("../file2", O_RDONLY));
    snprintf(text, sizeof text, "/proc/self/fd/%d", fd);
    OPENS_AS("reopened by /proc", open(text, O_RDONLY));
    char target[100];
    CALL_AS("its name", readlink(text, target, sizeof target) < 0 ? -1 : 0);
    CALL(chdir("/proc/self/cwd/.."));
    show_file("file2");
    pid_t pid = fork_child();
    if (pid == 0) {
        execl("/bin/sh", "sh", "-c", "read line <file2; echo \"$line\"; cd .. ; cd -P .. && echo up", NULL);
        _exit(125);
    }
    wait_child("sh", pid);
    CALL(unlink("file2"));
    for (int depth = 30; depth > 0; depth--) {
        if (chdir("..") < 0) printf("depth %d: %s\n", depth, errno_name(errno));
    }
    show_cwd();
}
