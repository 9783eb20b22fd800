#include "conformance.h"

// RENAME_EXCHANGE of one of a file's names: with another file, with another name of its own, with a directory.
static long exchange(const char *one, const char *other) {
    return syscall(SYS_renameat2, AT_FDCWD, one, AT_FDCWD, other, 2);
}

int main(void) {
    make_file("first", "text");
    MUST(link("first", "second"));
    make_file("other", "other text");
    CALL(exchange("other", "second"));
    show_stat("other");
    show_stat("second");
    show_stat("first");
    show_file("second");
    CALL(exchange("first", "other"));
    show_stat("first");
    MUST(mkdir("directory", 0755));
    CALL(exchange("directory", "first"));
    show_stat("directory");
    show_stat("other");
    CALL(rename("other", "second"));
    show_stat("second");
    show_stat("directory");
    CALL(unlink("second"));
    show_stat("directory");
}
