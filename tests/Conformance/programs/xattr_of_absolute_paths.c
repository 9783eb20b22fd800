#include "conformance.h"
#include <sys/xattr.h>

// getxattr(2) and lgetxattr(2) of absolute paths: what ls -l asks of every file that it is given.
static void ask(const char *path) {
    char value[64];
    printf("%s\n", path);
    CALL(getxattr(path, "user.name", value, sizeof value));
    CALL(lgetxattr(path, "user.name", value, sizeof value));
    CALL(getxattr(path, "system.posix_acl_access", value, sizeof value));
    CALL(lgetxattr(path, "system.posix_acl_default", value, sizeof value));
    CALL(lgetxattr(path, "security.capability", value, sizeof value));
}

int main(void) {
    char value[64] = "";
    make_file("file", "x");
    make_file("plain", "x");
    MUST(mkdir("dir", 0755));
    MUST(symlink(WORK "/file", "link"));
    MUST(mkfifo("fifo", 0600));
    MUST(setxattr("file", "user.name", "value", 5, 0));
    MUST(setxattr("dir", "user.name", "dir", 3, 0));
    ask(WORK);
    ask(WORK "/file");
    ask(WORK "/plain");
    ask(WORK "/dir");
    ask(WORK "/link");
    ask(WORK "/fifo");
    ask(MNT "/a");
    ask(MNT "/a/one");
    ask(MNT "/file");
    ask(MNT "/ro/file");
    ask("/");
    ask("/dev/null");
    ask(WORK "/missing");
    ask(WORK "/file/below");
    MUST(getxattr(WORK "/file", "user.name", value, sizeof value));
    printf("%s\n", value);
    CALL(getxattr(WORK "/file", "user.name", NULL, 0));
    CALL(getxattr(WORK "/file", "user.name", value, 2));
    CALL(getxattr(WORK "/file", "user.name", BAD_POINTER, 64));
    CALL(getxattr(WORK "/file", BAD_POINTER, value, 64));
    CALL(getxattr(WORK "/file", "", value, 64));
    CALL(getxattr(WORK "/file", "none.name", value, 64));
    MUST(chmod("file", 0));
    CALL(getxattr(WORK "/file", "user.name", value, 64));
}
