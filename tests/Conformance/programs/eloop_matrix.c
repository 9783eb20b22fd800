#include "conformance.h"

// Every call on a link to itself: those that follow say ELOOP, the others act on the link.
int main(void) {
    struct stat st;
    char text[16];
    MUST(symlink("self", "self"));
    MUST(symlink("other", "loop"));
    MUST(symlink("loop", "other"));
    const char *names[] = {"self", "loop", "self/", "self/x", "loop/..", WORK "/self/x/y"};
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *p = names[i];
        printf("%s\n", p);
        CALL(open(p, O_RDONLY));
        CALL(open(p, O_RDONLY | O_NOFOLLOW));
        OPENS(open(p, O_PATH | O_NOFOLLOW));
        CALL(open(p, O_PATH));
        CALL(open(p, O_CREAT | O_RDWR, 0644));
        CALL(stat(p, &st));
        CALL(lstat(p, &st));
        CALL(access(p, F_OK));
        CALL(chmod(p, 0644));
        CALL(lchown(p, -1, -1));
        CALL(truncate(p, 0));
        CALL(chdir(p));
        CALL(mkdir(p, 0755));
        CALL(rmdir(p));
        CALL(mknod(p, S_IFREG | 0644, 0));
        CALL(symlink("x", p));
        CALL(readlink(p, text, sizeof text));
        CALL(link(p, "hard"));
        unlink("hard");
        CALL(rename("missing", p));
        CALL(utimensat(AT_FDCWD, p, NULL, 0));
        CALL(utimensat(AT_FDCWD, p, NULL, AT_SYMLINK_NOFOLLOW));
        execl(p, p, NULL);
        printf("execve: %s\n", errno_name(errno));
    }
    CALL(unlink("self"));
    CALL(unlink("loop"));
    list_dir(".");
}
