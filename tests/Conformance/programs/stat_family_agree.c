// flags32: -D_FILE_OFFSET_BITS=64
// variants: static musl
#include "conformance.h"

#ifdef __i386__
#undef SYS_stat
#undef SYS_lstat
#define SYS_stat  SYS_stat64
#define SYS_lstat SYS_lstat64
#endif

// stat, lstat, newfstatat, statx say the same about the same file.
int main(void) {
    const char *names[] = {"file", "rel_link", "dir",        "abs_dir_link",  "dangling",
                           "self", "file/x",   "to_binding", "to_bound_file", ""};
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%s%s%s", FIX, names[i][0] ? "/" : "", names[i]);
        printf("%s\n", path);
        struct stat a, b, c;
        long results[] = {syscall(SYS_stat, path, &a), syscall(SYS_newfstatat, AT_FDCWD, path, &b, 0)};
        int error = errno;
        if (results[0] < 0 || results[1] < 0)
            printf("  stat %ld newfstatat %ld %s\n", results[0], results[1], errno_name(error));
        else printf("  same inode %d, mode %o\n", a.st_ino == b.st_ino && a.st_dev == b.st_dev, a.st_mode);
        long result = syscall(SYS_lstat, path, &a);
        long at = syscall(SYS_newfstatat, AT_FDCWD, path, &c, AT_SYMLINK_NOFOLLOW);
        if (result < 0 || at < 0) printf("  lstat %ld newfstatat %ld %s\n", result, at, errno_name(errno));
        else printf("  link: same inode %d, mode %o\n", a.st_ino == c.st_ino && a.st_dev == c.st_dev, a.st_mode);
    }
}
