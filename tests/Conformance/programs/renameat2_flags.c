#include "conformance.h"
#ifndef RENAME_NOREPLACE
#define RENAME_NOREPLACE 1
#define RENAME_EXCHANGE  2
#define RENAME_WHITEOUT  4
#endif

// renameat2(2): NOREPLACE, EXCHANGE, WHITEOUT, their combinations and unknown bits.
int main(void) {
    make_file("a", "was a");
    make_file("b", "was b");
    MUST(mkdir("dir", 0755));
    make_file("dir/inside", "inside");
    MUST(symlink("nowhere", "dangling"));
    CALL(syscall(SYS_renameat2, AT_FDCWD, "a", AT_FDCWD, "b", RENAME_NOREPLACE));
    CALL(syscall(SYS_renameat2, AT_FDCWD, "a", AT_FDCWD, "dangling", RENAME_NOREPLACE));
    CALL(syscall(SYS_renameat2, AT_FDCWD, "a", AT_FDCWD, "c", RENAME_NOREPLACE));
    CALL(syscall(SYS_renameat2, AT_FDCWD, "c", AT_FDCWD, "c", RENAME_NOREPLACE));
    CALL(syscall(SYS_renameat2, AT_FDCWD, "c", AT_FDCWD, "b", RENAME_EXCHANGE));
    show_file("c");
    show_file("b");
    CALL(syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "dir", RENAME_EXCHANGE));
    show_stat("b");
    show_stat("dir");
    CALL(syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "missing", RENAME_EXCHANGE));
    CALL(syscall(SYS_renameat2, AT_FDCWD, "missing", AT_FDCWD, "b", RENAME_EXCHANGE));
    CALL(syscall(SYS_renameat2, AT_FDCWD, "b", AT_FDCWD, "b/inside", RENAME_EXCHANGE));
    CALL(syscall(SYS_renameat2, AT_FDCWD, "b/inside", AT_FDCWD, "b", RENAME_EXCHANGE));
    CALL(syscall(SYS_renameat2, AT_FDCWD, "dangling", AT_FDCWD, "c", RENAME_EXCHANGE));
    show_lstat("dangling");
    CALL(syscall(SYS_renameat2, AT_FDCWD, "c", AT_FDCWD, "b", RENAME_EXCHANGE | RENAME_NOREPLACE));
    CALL(syscall(SYS_renameat2, AT_FDCWD, "c", AT_FDCWD, "b", 8));
    CALL(syscall(SYS_renameat2, AT_FDCWD, "missing", AT_FDCWD, "b", 8));
    CALL(syscall(SYS_renameat2, -1, "c", AT_FDCWD, "b", 0));
    CALL(syscall(SYS_renameat2, AT_FDCWD, "c", -1, "b", 0));
    CALL(syscall(SYS_renameat2, AT_FDCWD, "c", AT_FDCWD, MNT "/a/c", RENAME_EXCHANGE));
    CALL(syscall(SYS_renameat2, AT_FDCWD, "c", AT_FDCWD, MNT "/a/one", RENAME_NOREPLACE));
    CALL(syscall(SYS_renameat, AT_FDCWD, "dangling", AT_FDCWD, "d"));
    int dir = (int)MUST(open("b", O_RDONLY));
    CALL(syscall(SYS_renameat2, dir, "inside", AT_FDCWD, "out", 0));
    list_dir(".");
    list_dir("b");
}
