#include "conformance.h"
#include <sys/mount.h>

// mount, umount2, pivot_root, swapon, swapoff, acct, quotactl without privilege: the kernel's errno.
int main(void) {
    MUST(mkdir("dir", 0755));
    CALL(syscall(SYS_mount, "none", "dir", "tmpfs", 0, NULL));
    CALL(syscall(SYS_mount, "none", "missing", "tmpfs", 0, NULL));
    CALL(syscall(SYS_mount, FIX "/dir", "dir", NULL, MS_BIND, NULL));
    CALL(syscall(SYS_mount, NULL, FIX "/self", NULL, MS_REMOUNT, NULL));
    CALL(syscall(SYS_mount, NULL, BAD_POINTER, NULL, MS_REMOUNT, NULL));
    CALL(syscall(SYS_umount2, "dir", 0));
    CALL(syscall(SYS_umount2, "missing", 0));
    CALL(syscall(SYS_umount2, MNT "/a", 0));
    CALL(syscall(SYS_umount2, MNT "/a", MNT_DETACH));
    CALL(syscall(SYS_umount2, "/proc", MNT_DETACH));
    CALL(syscall(SYS_umount2, "dir", 0x100));
    CALL(syscall(SYS_umount2, BAD_POINTER, 0));
    CALL(syscall(SYS_pivot_root, ".", "."));
    CALL(syscall(SYS_pivot_root, "missing", "missing"));
    CALL(syscall(SYS_swapon, "missing", 0));
    CALL(syscall(SYS_swapon, FIX "/file", 0));
    CALL(syscall(SYS_swapoff, "missing"));
    CALL(syscall(SYS_swapoff, FIX "/file"));
    CALL(syscall(SYS_acct, FIX "/file"));
    CALL(syscall(SYS_acct, "missing"));
    CALL(syscall(SYS_acct, NULL));
    show_stat("dir");
    list_dir(MNT "/a");
}
