#include "conformance.h"

// link(2) and linkat(2): links to links, AT_SYMLINK_FOLLOW, AT_EMPTY_PATH, existing names, directories.
int main(void) {
    make_file("file", "x");
    MUST(symlink("file", "symlink"));
    MUST(symlink("nowhere", "dangling"));
    MUST(mkdir("dir", 0755));
    CALL(link("file", "hard"));
    show_stat("file");
    printf("same: %d\n", same_file("file", "hard"));
    CALL(link("file", "hard"));
    CALL(link("missing", "hard2"));
    CALL(link("dir", "hard2"));
    CALL(link("file", "dir"));
    CALL(link("file", "dir/"));
    CALL(link("file", "dir/below"));
    CALL(link("file", "missing/below"));
    CALL(link("file", "new/"));
    CALL(link("file/", "new"));
    CALL(link("file", "file/below"));
    CALL(link("symlink", "hard_symlink"));
    show_lstat("hard_symlink");
    CALL(link("dangling", "hard_dangling"));
    show_lstat("hard_dangling");
    CALL(link("file", "dangling"));
    CALL(linkat(AT_FDCWD, "symlink", AT_FDCWD, "followed", AT_SYMLINK_FOLLOW));
    show_lstat("followed");
    CALL(linkat(AT_FDCWD, "dangling", AT_FDCWD, "followed2", AT_SYMLINK_FOLLOW));
    CALL(linkat(AT_FDCWD, "file", AT_FDCWD, "flagged", 0x1));
    int dir = (int)MUST(open("dir", O_RDONLY));
    CALL(linkat(dir, "below", dir, "again", 0));
    CALL(linkat(dir, "../file", AT_FDCWD, "from_dir", 0));
    CALL(linkat(AT_FDCWD, "file", dir, "into_dir", 0));
    CALL(linkat(-1, "file", dir, "x", 0));
    CALL(linkat(AT_FDCWD, "file", -1, "x", 0));
    CALL(linkat(AT_FDCWD, "", AT_FDCWD, "x", 0));
    list_dir(".");
    list_dir("dir");
    show_stat("file");
}
