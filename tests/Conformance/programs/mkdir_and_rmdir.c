#include "conformance.h"

// mkdir(2), mkdirat(2), rmdir(2), unlinkat(AT_REMOVEDIR).
int main(void) {
    CALL(mkdir("dir", 0750));
    show_stat("dir");
    CALL(mkdir("dir", 0755));
    CALL(mkdir("dir/", 0755));
    CALL(mkdir("slash/", 0755));
    CALL(mkdir("slash2///", 0755));
    CALL(mkdir("missing/dir", 0755));
    CALL(mkdir(FIX "/file/dir", 0755));
    CALL(mkdir(FIX "/file", 0755));
    CALL(mkdir("/", 0755));
    CALL(mkdir(".", 0755));
    CALL(mkdir("..", 0755));
    CALL(mkdir("dir/.", 0755));
    CALL(mkdir("dir/..", 0755));
    CALL(mkdir("new/.", 0755));
    CALL(mkdir(FIX "/dangling", 0755));
    CALL(mkdir(FIX "/dangling/", 0755));
    CALL(mkdir(FIX "/self", 0755));
    CALL(mkdir("", 0755));
    CALL(mkdir("sticky", 07777));
    show_stat("sticky");
    CALL(mkdir(MNT "/ro/new", 0755));
    CALL(mkdir(MNT "/ro/sub", 0755));
    int dir = (int)MUST(open("dir", O_RDONLY));
    CALL(mkdirat(dir, "below", 0755));
    CALL(mkdirat(-1, "below", 0755));
    CALL(rmdir("dir"));
    CALL(rmdir("dir/."));
    CALL(rmdir("dir/.."));
    CALL(rmdir("dir/below/."));
    CALL(rmdir("dir/below/.."));
    CALL(rmdir("dir/below/"));
    CALL(rmdir("."));
    CALL(rmdir(".."));
    CALL(rmdir("/"));
    CALL(rmdir("missing"));
    CALL(rmdir(FIX "/file"));
    CALL(rmdir(FIX "/dir_link"));
    CALL(rmdir(FIX "/dir_link/"));
    CALL(rmdir(""));
    CALL(unlinkat(AT_FDCWD, "dir", AT_REMOVEDIR));
    CALL(unlinkat(AT_FDCWD, "slash", 0));
    CALL(unlinkat(AT_FDCWD, "slash", AT_REMOVEDIR));
    CALL(unlinkat(AT_FDCWD, "sticky", 0x1));
    CALL(rmdir(MNT "/ro/sub"));
    list_dir(".");
}
