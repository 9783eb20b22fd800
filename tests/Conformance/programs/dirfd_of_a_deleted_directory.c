#include "conformance.h"

// Descriptors of a deleted directory: lookups are ENOENT, ".." still leads to the parent.
int main(void) {
    MUST(mkdir("dir", 0755));
    int fd = (int)MUST(open("dir", O_RDONLY | O_DIRECTORY));
    int path = (int)MUST(open("dir", O_PATH));
    MUST(rmdir("dir"));
    make_file("beside", "x");
    const int fds[] = {fd, path};
    for (int i = 0; i < 2; i++) {
        struct stat st;
        CALL(openat(fds[i], "file", O_RDONLY));
        CALL(openat(fds[i], "file", O_RDWR | O_CREAT, 0644));
        CALL(mkdirat(fds[i], "dir", 0755));
        OPENS(openat(fds[i], ".", O_RDONLY));
        OPENS(openat(fds[i], "../beside", O_RDONLY));
        CALL(fstatat(fds[i], "", &st, AT_EMPTY_PATH));
        printf("links %lu\n", (unsigned long)st.st_nlink);
        CALL(unlinkat(fds[i], "../beside/", 0));
        CALL(symlinkat("x", fds[i], "link"));
        CALL(renameat(fds[i], "../beside", fds[i], "moved"));
    }
    CALL(fchdir(fd));
    show_cwd();
    MUST(mkdir(WORK "/dir", 0755));
    CALL(openat(fd, "../dir", O_RDONLY) >= 0 ? 0 : -1);
    OPENS(openat(fd, "missing", O_RDONLY));
}
