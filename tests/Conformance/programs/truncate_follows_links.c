#include "conformance.h"

// truncate(2): grows and shrinks, follows links, refuses directories, fifos, negative lengths, read-only bindings.
int main(void) {
    make_file("file", "0123456789");
    MUST(symlink("file", "link"));
    MUST(symlink("nowhere", "dangling"));
    MUST(mkfifo("fifo", 0644));
    CALL(truncate("file", 4));
    show_file("file");
    CALL(truncate("link", 8));
    show_file("file");
    CALL(truncate("dangling", 1));
    CALL(truncate("missing", 1));
    CALL(truncate(".", 1));
    CALL(truncate("fifo", 1));
    CALL(truncate("file", -1));
    CALL(truncate("file/", 1));
    CALL(truncate("", 1));
    CALL(truncate(MNT "/ro/file", 0));
    CALL(truncate(MNT "/rofile", 0));
    CALL(truncate(MNT "/a/one", 3));
    show_file(MNT "/a/one");
    CALL(truncate(MNT "/file", 5));
    show_file(MNT "/file");
    CALL(truncate("/proc/self/exe", 0));
    make_file("unwritable", "x");
    MUST(chmod("unwritable", 0444));
    CALL(truncate("unwritable", 0));
    int fd = (int)MUST(open("file", O_RDWR));
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    CALL_AS("by /proc", truncate(path, 2));
    show_file("file");
}
