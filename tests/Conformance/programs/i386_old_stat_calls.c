// bits: 32
// variants: static
#include "conformance.h"
#include <sys/statfs.h>

// The stat family of i386: three layouts, of which each old one says EOVERFLOW when a number does not fit; statfs of
// two.
struct old_stat {
    unsigned short dev, ino, mode, nlink, uid, gid, rdev, padding;
    unsigned size, atime, mtime, ctime;
};
struct kernel_stat {
    unsigned dev, ino;
    unsigned short mode, nlink, uid, gid;
    unsigned rdev, size, blksize, blocks, times[6], unused[2];
};
struct kernel_stat64 {
    unsigned long long dev;
    unsigned padding, short_ino, mode, nlink, uid, gid;
    unsigned long long rdev;
    unsigned padding2;
    long long size;
    unsigned blksize;
    long long blocks;
    unsigned times[6];
    unsigned long long ino;
} __attribute__((packed));
struct kernel_statfs64 {
    unsigned type, bsize;
    unsigned long long blocks, bfree, bavail, files, ffree;
    int fsid[2];
    unsigned namelen, frsize, flags, spare[4];
};

static void show_layouts(const char *path, int no_follow) {
    struct kernel_stat64 wide, at;
    struct kernel_stat middle;
    struct old_stat narrow;
    memset(&wide, 0, sizeof wide); // the kernel leaves the padding as it is
    memset(&at, 0, sizeof at);
    memset(&middle, 0x55, sizeof middle);
    long result = syscall(no_follow ? SYS_lstat64 : SYS_stat64, path, &wide);
    printf("%s: stat64 %s", path, result < 0 ? errno_name(errno) : "");
    if (result == 0)
        printf("mode %o links %u size %lld own %d %d short %d", wide.mode, wide.nlink,
               (wide.mode & 0170000) == 0040000 ? -1 : wide.size, wide.uid == geteuid(), wide.gid == getegid(),
               wide.short_ino == (unsigned)wide.ino);
    result = syscall(no_follow ? SYS_lstat : SYS_stat, path, &middle);
    printf("; stat %s", result < 0 ? errno_name(errno) : "");
    if (result == 0)
        printf("mode %o links %u same %d own %d unused %u %u", middle.mode, middle.nlink,
               middle.dev == (unsigned)wide.dev && middle.ino == wide.ino && middle.size == (unsigned)wide.size &&
                   memcmp(middle.times, wide.times, sizeof middle.times) == 0 && middle.blocks == (unsigned)wide.blocks,
               middle.uid == (unsigned short)geteuid(), middle.unused[0], middle.unused[1]);
    result = syscall(no_follow ? SYS_oldlstat : SYS_oldstat, path, &narrow);
    printf("; oldstat %s", result == 0 ? "told" : errno_name(errno));
    if (result == 0) printf(" mode %o size %u", narrow.mode, (narrow.mode & 0170000) == 0040000 ? 0 : narrow.size);
    result = syscall(SYS_fstatat64, AT_FDCWD, path, &at, no_follow ? AT_SYMLINK_NOFOLLOW : 0);
    printf("; fstatat64 %s same %d\n", result < 0 ? errno_name(errno) : "",
           result == 0 && memcmp(&at, &wide, sizeof at) == 0);
}

static void show_descriptor(const char *path) {
    struct kernel_stat64 wide;
    struct kernel_stat middle;
    struct old_stat narrow;
    int fd = (int)MUST(open(path, O_RDONLY));
    CALL(syscall(SYS_fstat64, fd, &wide));
    CALL(syscall(SYS_fstat, fd, &middle));
    printf("fstat: same %d\n",
           middle.ino == wide.ino && middle.mode == (wide.mode & 0xffff) && middle.size == wide.size);
    printf("oldfstat %ld\n", syscall(SYS_oldfstat, fd, &narrow));
    CALL(syscall(SYS_fstat64, fd, BAD_POINTER));
    CALL(syscall(SYS_fstat, -1, &middle));
    close(fd);
}

int main(void) {
    const char *names[] = {
        FIX "/file", FIX "/abs_link", FIX "/dangling", FIX "/missing", FIX "/dir", FIX "/file/x", "/", ""};
    for (size_t i = 0; i < COUNT(names); i++) {
        show_layouts(names[i], 0);
        show_layouts(names[i], 1);
    }
    MUST(mkdir("many", 0755));
    show_layouts("many", 0);
    show_descriptor(FIX "/chain1");
    CALL(syscall(SYS_stat64, BAD_POINTER, NULL));
    CALL(syscall(SYS_stat64, FIX "/file", BAD_POINTER));
    CALL(syscall(SYS_stat, FIX "/file", BAD_POINTER));
    make_file("big", "x");
    MUST(syscall(SYS_truncate64, "big", 0x10u, 1)); // 4 GiB and a bit
    show_layouts(WORK "/big", 0);
    show_layouts("big", 0);

    struct kernel_statfs64 wide;
    struct statfs middle;
    CALL(syscall(SYS_statfs64, FIX "/abs_link", sizeof wide, &wide));
    CALL(syscall(SYS_statfs64, FIX "/abs_link", sizeof wide - 1, &wide));
    CALL(syscall(SYS_statfs64, FIX "/missing", sizeof wide, &wide));
    long result = syscall(SYS_statfs, FIX "/file", &middle);
    printf("statfs: %d\n", result == 0 ? (unsigned)middle.f_type == wide.type : errno == EOVERFLOW);
    printf("read-only binding: %d\n",
           syscall(SYS_statfs64, MNT "/ro", sizeof wide, &wide) == 0 && (wide.flags & 1) != 0);
    printf("another: %d\n", syscall(SYS_statfs64, FIX, sizeof wide, &wide) == 0 && (wide.flags & 1) != 0);
}
