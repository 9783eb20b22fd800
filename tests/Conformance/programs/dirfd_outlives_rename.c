#include "conformance.h"

// A directory descriptor follows its directory when it or a parent is renamed; ".." is asked anew.
int main(void) {
    MUST(mkdir("a", 0755));
    MUST(mkdir("a/b", 0755));
    MUST(mkdir("other", 0755));
    make_file("a/b/file", "file");
    make_file("a/in_a", "x");
    make_file("other/in_other", "x");
    int fd = (int)MUST(open("a/b", O_RDONLY | O_DIRECTORY));
    int path = (int)MUST(open("a/b", O_PATH));
    const int fds[] = {fd, path};
    for (int i = 0; i < 2; i++) {
        OPENS(openat(fds[i], "file", O_RDONLY));
        OPENS(openat(fds[i], "../in_a", O_RDONLY));
    }
    MUST(rename("a/b", "other/moved"));
    for (int i = 0; i < 2; i++) {
        OPENS(openat(fds[i], "file", O_RDONLY));
        OPENS(openat(fds[i], "../in_a", O_RDONLY));
        OPENS(openat(fds[i], "../in_other", O_RDONLY));
    }
    MUST(rename("other", "again"));
    OPENS(openat(fd, "../in_other", O_RDONLY));
    OPENS(openat(fd, "../../a/in_a", O_RDONLY));
    CALL(mkdirat(path, "made", 0755));
    list_dir("again/moved");
    CALL(fchdir(path));
    show_cwd();
}
