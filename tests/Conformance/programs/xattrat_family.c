#include "conformance.h"

// setxattrat, getxattrat, listxattrat, removexattrat (463 to 466): at-flags, structure sizes, empty paths.
struct xattr_args {
    uint64_t value;
    uint32_t size;
    uint32_t flags;
};

static long set(int dirfd, const char *path, unsigned flags, const char *name, const char *text, uint32_t how) {
    struct xattr_args args = {(uintptr_t)text, (uint32_t)strlen(text), how};
    return syscall(CONF_SYS_setxattrat, dirfd, path, flags, name, &args, sizeof args);
}

static long get(int dirfd, const char *path, unsigned flags, const char *name, size_t size) {
    char value[64] = "";
    struct xattr_args args = {(uintptr_t)value, (uint32_t)size, 0};
    long result = syscall(CONF_SYS_getxattrat, dirfd, path, flags, name, &args, sizeof args);
    int error = errno;
    if (result > 0 && size > 0) printf("\"%.*s\" ", (int)result, value);
    errno = error;
    return result;
}

static long list(int dirfd, const char *path, unsigned flags, size_t size) {
    char names[256];
    return syscall(CONF_SYS_listxattrat, dirfd, path, flags, names, size);
}

int main(void) {
    make_file("file", "x");
    MUST(symlink("file", "link"));
    MUST(symlink("nowhere", "dangling"));
    int cwd = (int)MUST(open(".", O_PATH));
    int fd = (int)MUST(open("file", O_RDONLY));
    int path = (int)MUST(open("file", O_PATH));
    if (set(cwd, "file", 0, "user.a", "alpha", 0) < 0 && errno == ENOSYS) {
        printf("this kernel has no xattrat calls\n");
        return 0;
    }
    CALL(set(AT_FDCWD, "link", 0, "user.b", "beta", 1));
    CALL(set(AT_FDCWD, "link", 0, "user.b", "beta", 1));
    CALL(set(AT_FDCWD, "link", AT_SYMLINK_NOFOLLOW, "user.b", "beta", 0));
    CALL(set(AT_FDCWD, "dangling", 0, "user.b", "beta", 0));
    CALL(set(fd, "", AT_EMPTY_PATH, "user.c", "gamma", 0));
    CALL(set(path, "", AT_EMPTY_PATH, "user.d", "delta", 0));
    CALL(set(fd, "", 0, "user.c", "gamma", 0));
    CALL(set(fd, "x", 0, "user.c", "gamma", 0));
    CALL(set(-1, "file", 0, "user.c", "gamma", 0));
    CALL(set(-1, WORK "/file", 0, "user.e", "epsilon", 0));
    CALL(set(AT_FDCWD, "file", 0x1, "user.c", "gamma", 0));
    CALL(get(cwd, "file", 0, "user.a", 64));
    CALL(get(AT_FDCWD, "link", 0, "user.b", 64));
    CALL(get(AT_FDCWD, "link", AT_SYMLINK_NOFOLLOW, "user.b", 64));
    CALL(get(AT_FDCWD, "file", 0, "user.b", 2));
    CALL(get(AT_FDCWD, "file", 0, "user.b", 0));
    CALL(get(fd, "", AT_EMPTY_PATH, "user.c", 64));
    CALL(get(AT_FDCWD, "missing", 0, "user.b", 64));
    CALL(get(AT_FDCWD, MNT "/a/one", 0, "user.b", 64));
    CALL(list(AT_FDCWD, "file", 0, 256));
    CALL(list(AT_FDCWD, "link", 0, 256));
    CALL(list(AT_FDCWD, "link", AT_SYMLINK_NOFOLLOW, 256));
    CALL(list(fd, "", AT_EMPTY_PATH, 0));
    CALL(list(AT_FDCWD, "file", 0, 2));
    CALL(list(AT_FDCWD, "missing", 0x1, 2));
    CALL(syscall(CONF_SYS_removexattrat, AT_FDCWD, "link", AT_SYMLINK_NOFOLLOW, "user.b"));
    CALL(syscall(CONF_SYS_removexattrat, AT_FDCWD, "link", 0, "user.b"));
    CALL(syscall(CONF_SYS_removexattrat, cwd, "file", 0, "user.b"));
    CALL(syscall(CONF_SYS_removexattrat, fd, "", AT_EMPTY_PATH, "user.a"));
    CALL(set(AT_FDCWD, MNT "/ro/file", 0, "user.b", "beta", 0));
    CALL(list(AT_FDCWD, "file", 0, 256));
    struct xattr_args args = {0, 0, 0};
    CALL(syscall(CONF_SYS_setxattrat, AT_FDCWD, "file", 0, "user.z", &args, sizeof args - 1));
    CALL(syscall(CONF_SYS_setxattrat, AT_FDCWD, "file", 0, "user.z", BAD_POINTER, sizeof args));
    CALL(syscall(CONF_SYS_getxattrat, AT_FDCWD, BAD_POINTER, 0, "user.a", &args, sizeof args));
}
