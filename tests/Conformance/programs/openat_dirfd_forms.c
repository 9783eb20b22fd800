#include "conformance.h"

// What the dirfd argument may be: directory, AT_FDCWD, O_PATH, file, closed, and what an absolute path makes of it.
int main(void) {
    int dir = (int)MUST(open(FIX "/dir", O_RDONLY | O_DIRECTORY));
    int path = (int)MUST(open(FIX "/dir", O_PATH));
    int file = (int)MUST(open(FIX "/file", O_RDONLY));
    int link = (int)MUST(open(FIX "/dir_link", O_PATH | O_NOFOLLOW));
    OPENS(openat(dir, "inner", O_RDONLY));
    OPENS(openat(dir, "../file", O_RDONLY));
    OPENS(openat(dir, "../../../etc/passwd", O_RDONLY));
    OPENS(openat(path, "inner", O_RDONLY));
    OPENS(openat(path, "sub/leaf", O_RDONLY));
    OPENS(openat(path, ".", O_RDONLY));
    OPENS(openat(path, "..", O_RDONLY));
    OPENS(openat(file, "inner", O_RDONLY));
    OPENS(openat(file, "", O_RDONLY));
    OPENS(openat(file, ".", O_RDONLY));
    OPENS(openat(file, "..", O_RDONLY));
    OPENS(openat(link, "inner", O_RDONLY));
    OPENS(openat(-1, "inner", O_RDONLY));
    OPENS(openat(999, "inner", O_RDONLY));
    OPENS(openat(999, "", O_RDONLY));
    OPENS(openat(-1, FIX "/file", O_RDONLY));
    OPENS(openat(file, FIX "/file", O_RDONLY));
    OPENS(openat(999, FIX "/missing", O_RDONLY));
    OPENS(openat(-1, BAD_POINTER, O_RDONLY));
    OPENS(openat(AT_FDCWD, "", O_RDONLY));
    MUST(chdir(FIX));
    OPENS(openat(AT_FDCWD, "file", O_RDONLY));
    OPENS(openat(dir, "file", O_RDONLY));
}
