#include "conformance.h"

// unlink(2) and unlinkat(2) of files, links, directories, dots and odd names.
int main(void) {
    make_file("file", "x");
    make_file("file2", "x");
    make_file("file3", "x");
    MUST(mkdir("dir", 0755));
    MUST(symlink("file", "link"));
    MUST(symlink("dir", "dir_link"));
    MUST(symlink("nowhere", "dangling"));
    CALL(unlink("file/"));
    CALL(unlink("link/"));
    CALL(unlink("dir_link/"));
    CALL(unlink("link"));
    CALL(unlink("dangling"));
    CALL(unlink("dir_link"));
    CALL(unlink("dir"));
    CALL(unlink("dir/"));
    CALL(unlink("."));
    CALL(unlink(".."));
    CALL(unlink("dir/."));
    CALL(unlink("dir/.."));
    CALL(unlink("/"));
    CALL(unlink("missing"));
    CALL(unlink("missing/x"));
    CALL(unlink("file/x"));
    CALL(unlink(""));
    CALL(unlink("./file"));
    CALL(unlink("dir/../file2"));
    CALL(unlink(FIX "/locked/inside"));
    CALL(unlink(MNT "/ro/file"));
    CALL(unlink("/proc/version"));
    int dir = (int)MUST(open("dir", O_RDONLY));
    CALL(unlinkat(dir, "../file3", 0));
    CALL(unlinkat(-1, "file3", 0));
    CALL(unlinkat(dir, "", 0));
    list_dir(".");
}
