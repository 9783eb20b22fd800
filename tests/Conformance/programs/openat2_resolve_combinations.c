#include "conformance.h"

// Every combination of RESOLVE flags over a set of paths, as one table.
int main(void) {
    const char *paths[] = {"file",  "dir/../file", "rel_link", "abs_link", "../fix/file",
                           "/file", "to_binding",  "self",     "missing"};
    int fix = (int)MUST(open(FIX, O_RDONLY | O_DIRECTORY));
    for (unsigned resolve = 0; resolve < 32; resolve++) {
        printf("%s%s%s%s%s:", resolve & 1 ? "XDEV " : "", resolve & 2 ? "MAGIC " : "", resolve & 4 ? "SYMLINKS " : "",
               resolve & 8 ? "BENEATH " : "", resolve & 16 ? "IN_ROOT " : "");
        for (size_t i = 0; i < COUNT(paths); i++) {
            int fd = open_how(fix, paths[i], O_RDONLY, 0, resolve);
            printf(" %s", fd < 0 ? errno_name(errno) : "fd");
            if (fd >= 0) close(fd);
        }
        printf("\n");
    }
}
