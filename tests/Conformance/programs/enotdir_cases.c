#include "conformance.h"

// A file, fifo, socket-less name or device used as a directory is ENOTDIR; before a missing one.
int main(void) {
    struct stat st;
    MUST(mkfifo("fifo", 0644));
    make_file("file", "x");
    MUST(symlink("file", "link"));
    const char *paths[] = {"file/x",       "file/",           "file/.",           "file/..",       "file/../file",
                           "fifo/x",       "fifo/",           "link/x",           "link/",         "link/..",
                           "/dev/null/x",  "/proc/version/x", "/proc/self/exe/x", FIX "/chain1/x", MNT "/file/x",
                           MNT "/file/..", "file/missing/x",  "missing/x",        "./file/./x"};
    for (size_t i = 0; i < COUNT(paths); i++) {
        const char *p = paths[i];
        printf("%s\n", p);
        CALL(stat(p, &st));
        CALL(open(p, O_RDONLY | O_CREAT, 0644));
        CALL(mkdir(p, 0755));
        CALL(unlink(p));
        CALL(rename("file", p));
        CALL(chdir(p));
    }
    list_dir(".");
}
