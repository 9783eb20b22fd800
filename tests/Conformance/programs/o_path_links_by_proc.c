#include "conformance.h"
#include <sys/xattr.h>

// What libraries do with O_PATH descriptors through /proc/self/fd: chmod, xattr, access, stat, utimes, exec.
int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) {
        printf("ran\n");
        return 0;
    }
    make_file("file", "x");
    MUST(symlink("file", "link"));
    int path = (int)MUST(open("file", O_PATH));
    int link_fd = (int)MUST(open("link", O_PATH | O_NOFOLLOW));
    int program = (int)MUST(open(PROGRAM, O_PATH));
    char by_file[64], by_link[64], by_program[64];
    struct stat st;
    snprintf(by_file, sizeof by_file, "/proc/self/fd/%d", path);
    snprintf(by_link, sizeof by_link, "/proc/self/fd/%d", link_fd);
    snprintf(by_program, sizeof by_program, "/proc/self/fd/%d", program);
    CALL(chmod(by_file, 0640));
    show_stat("file");
    CALL(setxattr(by_file, "user.a", "1", 1, 0));
    CALL(getxattr("file", "user.a", NULL, 0));
    CALL(access(by_file, W_OK));
    CALL(utimensat(AT_FDCWD, by_file, NULL, 0));
    CALL(truncate(by_file, 0));
    CALL(chown(by_file, -1, -1));
    CALL(link(by_file, "hard"));
    CALL(linkat(AT_FDCWD, by_file, AT_FDCWD, "hard", AT_SYMLINK_FOLLOW));
    show_stat("file");
    CALL(chmod(by_link, 0600));
    CALL(stat(by_link, &st));
    printf("the link itself %d\n", S_ISLNK(st.st_mode));
    CALL(lstat(by_link, &st));
    CALL(access(by_link, F_OK));
    CALL(lchown(by_link, -1, -1));
    CALL(chown(by_link, -1, -1));
    CALL(unlink(by_file));
    CALL(rename(by_file, "moved"));
    CALL(mkdir(by_file, 0755));
    char *const arguments[] = {"x", "child", NULL};
    run_program("exec", by_program, arguments, environ);
}
