#include "conformance.h"

// open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, mount_setattr, statmount without privilege.
#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif
#define TREE_CLONE   1
#define TREE_CLOEXEC O_CLOEXEC

int main(void) {
    struct {
        uint64_t set, clear, propagation, userns;
    } attributes = {1, 0, 0, 0};
    OPENS(syscall(SYS_open_tree, AT_FDCWD, FIX "/dir", TREE_CLOEXEC));
    OPENS(syscall(SYS_open_tree, AT_FDCWD, FIX "/missing", TREE_CLOEXEC));
    OPENS(syscall(SYS_open_tree, AT_FDCWD, FIX "/rel_link", AT_SYMLINK_NOFOLLOW));
    OPENS(syscall(SYS_open_tree, AT_FDCWD, FIX "/dangling", 0));
    OPENS(syscall(SYS_open_tree, AT_FDCWD, FIX "/dir", TREE_CLONE));
    OPENS(syscall(SYS_open_tree, AT_FDCWD, FIX "/missing", TREE_CLONE));
    OPENS(syscall(SYS_open_tree, AT_FDCWD, "", AT_EMPTY_PATH));
    OPENS(syscall(SYS_open_tree, AT_FDCWD, "", 0));
    OPENS(syscall(SYS_open_tree, AT_FDCWD, FIX "/dir", 0x100000));
    OPENS(syscall(SYS_open_tree, -1, "x", 0));
    int tree = (int)MUST(syscall(SYS_open_tree, AT_FDCWD, FIX "/dir", 0));
    OPENS(openat(tree, "inner", O_RDONLY));
    OPENS(openat(tree, "../file", O_RDONLY));
    int bound = (int)MUST(syscall(SYS_open_tree, AT_FDCWD, FIX "/to_binding", 0));
    OPENS(openat(bound, "one", O_RDONLY));
    CALL(syscall(SYS_move_mount, tree, "", AT_FDCWD, WORK, 4));
    CALL(syscall(SYS_move_mount, AT_FDCWD, FIX, AT_FDCWD, WORK, 0));
    CALL(syscall(SYS_fsopen, "tmpfs", 0));
    CALL(syscall(SYS_fsopen, "nosuchfs", 0));
    CALL(syscall(SYS_fsconfig, -1, 0, NULL, NULL, 0));
    CALL(syscall(SYS_fsmount, -1, 0, 0));
    CALL(syscall(SYS_fspick, AT_FDCWD, "/", 0));
    CALL(syscall(SYS_fspick, AT_FDCWD, "/missing", 0));
    CALL(syscall(SYS_mount_setattr, AT_FDCWD, "/", 0, &attributes, sizeof attributes));
    CALL(syscall(SYS_mount_setattr, AT_FDCWD, "/missing", 0, &attributes, sizeof attributes));
}
