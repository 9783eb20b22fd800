#include "conformance.h"

// rename(2) acts on the link, never on its target, except when a trailing slash asks for a directory.
int main(void) {
    make_file("file", "x");
    MUST(mkdir("dir", 0755));
    MUST(mkdir("dir2", 0755));
    MUST(symlink("file", "link"));
    MUST(symlink("dir", "dir_link"));
    MUST(symlink("nowhere", "dangling"));
    CALL(rename("link", "link2"));
    show_link("link2");
    CALL(rename("dangling", "dangling2"));
    show_link("dangling2");
    CALL(rename("dir_link/", "x"));
    CALL(rename("dir_link", "dir_link2"));
    show_link("dir_link2");
    CALL(rename("dir2", "dir_link2"));
    CALL(rename("dir2", "dir_link2/"));
    CALL(rename("file", "dangling2"));
    show_lstat("dangling2");
    CALL(rename("dangling2", "link2"));
    show_lstat("link2");
    CALL(rename("link2", "dir_link2/inside"));
    list_dir("dir");
    CALL(rename("dir2", "dangling3/"));
    list_dir(".");
}
