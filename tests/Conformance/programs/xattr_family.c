#include "conformance.h"
#include <sys/xattr.h>

// set, get, list and remove of user attributes, by path, by link, by descriptor, with flags and small buffers.
static void show_list(const char *path) {
    char text[1024];
    ssize_t size = listxattr(path, text, sizeof text);
    printf("attributes of %s:", path);
    if (size < 0) printf(" %s", errno_name(errno));
    for (ssize_t at = 0; at < size; at += (ssize_t)strlen(text + at) + 1) printf(" %s", text + at);
    printf("\n");
}

int main(void) {
    char value[64];
    make_file("file", "x");
    MUST(symlink("file", "link"));
    MUST(symlink("nowhere", "dangling"));
    CALL(setxattr("file", "user.one", "first", 5, 0));
    CALL(setxattr("link", "user.two", "second", 6, XATTR_CREATE));
    CALL(setxattr("file", "user.two", "x", 1, XATTR_CREATE));
    CALL(setxattr("file", "user.three", "x", 1, XATTR_REPLACE));
    CALL(setxattr("file", "user.two", "2nd", 3, XATTR_REPLACE));
    CALL(setxattr("file", "user.two", "x", 1, 0x10));
    show_list("file");
    show_list("link");
    CALL(getxattr("link", "user.two", value, sizeof value));
    printf("%.3s\n", value);
    CALL(getxattr("file", "user.two", NULL, 0));
    CALL(getxattr("file", "user.two", value, 2));
    CALL(getxattr("file", "user.none", value, sizeof value));
    CALL(getxattr("missing", "user.one", value, sizeof value));
    CALL(getxattr("dangling", "user.one", value, sizeof value));
    CALL(listxattr("file", value, 3));
    CALL(listxattr("missing", value, 3));
    CALL(lsetxattr("link", "user.x", "x", 1, 0));
    CALL(lgetxattr("link", "user.one", value, sizeof value));
    CALL(llistxattr("link", value, sizeof value));
    CALL(lremovexattr("link", "user.one"));
    CALL(lsetxattr("file", "user.l", "x", 1, 0));
    CALL(lgetxattr("file", "user.l", value, sizeof value));
    CALL(removexattr("link", "user.one"));
    CALL(removexattr("file", "user.one"));
    show_list("file");
    CALL(setxattr("file", "unknown.name", "x", 1, 0));
    CALL(setxattr("file", "user.", "x", 1, 0));
    CALL(setxattr("file", "", "x", 1, 0));
    CALL(setxattr("file", "trusted.x", "x", 1, 0));
    CALL(setxattr("file", "user.x", BAD_POINTER, 5, 0));
    CALL(setxattr("file", BAD_POINTER, "x", 1, 0));
    CALL(setxattr(BAD_POINTER, "user.x", "x", 1, 0));
    CALL(setxattr("missing", BAD_POINTER, "x", 1, 0));
    CALL(setxattr("", "user.x", "x", 1, 0));
    CALL(setxattr("/proc/version", "user.x", "x", 1, 0));
    int fd = (int)MUST(open("file", O_RDONLY));
    int path = (int)MUST(open("file", O_PATH));
    CALL(fsetxattr(fd, "user.f", "f", 1, 0));
    CALL(fgetxattr(fd, "user.f", value, sizeof value));
    CALL(flistxattr(fd, NULL, 0));
    CALL(fremovexattr(fd, "user.f"));
    CALL(fgetxattr(path, "user.two", value, sizeof value));
    CALL(setxattr(MNT "/a/one", "user.bound", "b", 1, 0));
    show_list(FIX "/to_binding/one");
}
