#include "conformance.h"
#include <sys/statfs.h>

// statfs(2): the type at the root, in proc and dev, in bindings; its errors; fstatfs agrees.
static void show(const char *path) {
    struct statfs a, b;
    if (statfs(path, &a) < 0) {
        printf("%s: %s\n", path, errno_name(errno));
        return;
    }
    int fd = (int)MUST(open(path, O_PATH));
    MUST(fstatfs(fd, &b));
    printf("%s: proc %d, same type by descriptor %d, name length %ld, read-only %d\n", path, a.f_type == 0x9fa0,
           a.f_type == b.f_type, (long)a.f_namelen, (a.f_flags & 1) != 0);
    close(fd);
}

int main(void) {
    const char *paths[] = {"/",
                           "/proc",
                           "/proc/self",
                           "/proc/self/cwd",
                           FIX "/file",
                           FIX "/rel_link",
                           FIX "/to_binding",
                           MNT "/a/deep/three",
                           MNT "/file",
                           FIX "/missing",
                           FIX "/self",
                           FIX "/dangling",
                           FIX "/file/x",
                           FIX "/locked/inside",
                           "",
                           ".",
                           ".."};
    for (size_t i = 0; i < COUNT(paths); i++) show(paths[i]);
    struct statfs st;
    CALL_BAD(statfs(BAD_POINTER, &st));
    CALL_BAD(statfs("/", BAD_POINTER));
    CALL_BAD(statfs(FIX "/missing", BAD_POINTER));
}
