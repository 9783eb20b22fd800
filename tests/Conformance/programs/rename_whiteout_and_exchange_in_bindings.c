#include "conformance.h"

// RENAME_EXCHANGE and RENAME_NOREPLACE within a binding, RENAME_WHITEOUT, and against mount points.
static long rename_with(const char *from, const char *to, unsigned flags) {
    return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags);
}

int main(void) {
    make_file("file", "file");
    CALL(rename_with(MNT "/a/one", MNT "/a/sub", 2));
    show_stat(MNT "/a/one");
    show_file(MNT "/a/sub");
    CALL(rename_with(MNT "/a/one", MNT "/a/sub", 2));
    CALL(rename_with(MNT "/a/one", MNT "/a/uno", 1));
    CALL(rename_with(MNT "/a/uno", MNT "/a/rel", 1));
    CALL(rename_with(MNT "/a/sub", MNT "/a/deep", 2));
    CALL(rename_with(MNT "/a/deep", MNT "/a/sub", 2));
    CALL(rename_with(MNT "/a/uno", MNT "/a/deep/three", 2));
    CALL(rename_with(MNT "/file", MNT "/rofile", 2));
    CALL(rename_with("file", "whited", 4));
    show_lstat("file");
    show_file("whited");
    CALL(rename_with("whited", FIX "/missing/x", 4));
    list_dir(MNT "/a");
}
