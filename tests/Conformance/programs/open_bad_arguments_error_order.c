#include "conformance.h"

// Which error wins: bad pointers, empty paths, bad flags, bad descriptors, overlong names.
int main(void) {
    static char overlong[PATH_MAX + 10];
    memset(overlong, 'x', sizeof overlong - 1);
    OPENS(open(NULL_POINTER, O_RDONLY));
    OPENS(open(BAD_POINTER, O_RDONLY));
    OPENS(open(BAD_POINTER, O_RDONLY | O_CREAT, 0644));
    OPENS(open("", O_RDONLY));
    OPENS(open("", O_RDONLY | O_CREAT, 0644));
    OPENS(open(overlong, O_RDONLY));
    OPENS(openat(-1, overlong, O_RDONLY));
    OPENS(openat(-1, "", O_RDONLY));
    OPENS(open(FIX "/file", O_RDONLY | O_TMPFILE));
    OPENS(open(BAD_POINTER, O_RDONLY | O_TMPFILE));
    OPENS(open(FIX "/missing", O_CREAT | O_DIRECTORY | O_RDONLY, 0644));
    OPENS(open(BAD_POINTER, O_CREAT | O_DIRECTORY | O_RDONLY, 0644));
    CALL(stat(NULL_POINTER, NULL_POINTER));
    CALL_BAD(stat(FIX "/file", (struct stat *)BAD_POINTER));
    CALL_BAD(stat(FIX "/missing", (struct stat *)BAD_POINTER));
    CALL(rename(NULL_POINTER, FIX "/file"));
    CALL(rename("missing", NULL_POINTER));
    CALL(rename("missing", ""));
    CALL(rename("", NULL_POINTER));
    CALL(link("missing", BAD_POINTER));
    CALL(link(BAD_POINTER, "missing"));
    CALL(symlink(BAD_POINTER, "new"));
    CALL(symlink("", "new"));
    CALL(symlink("", ""));
    CALL(symlink("x", ""));
    CALL(symlink("x", BAD_POINTER));
    CALL(symlink(overlong, "new"));
    CALL(chdir(BAD_POINTER));
    CALL(chdir(""));
    CALL(readlink(BAD_POINTER, overlong, 10));
    CALL(readlink("", overlong, 10));
    CALL(readlink(BAD_POINTER, overlong, 0));
    CALL(readlink("missing", overlong, 0));
    CALL(readlink(FIX "/rel_link", BAD_POINTER, 10));
    CALL(truncate("missing", -1));
    CALL(truncate(BAD_POINTER, -1));
    CALL(mknod(BAD_POINTER, 0, 0));
    CALL(mknod("", S_IFREG, 0));
    CALL(access(BAD_POINTER, 0xff));
    CALL(access("missing", 0xff));
    CALL(unlinkat(AT_FDCWD, BAD_POINTER, 0x4));
    CALL(fchownat(-1, BAD_POINTER, 0, 0, 0x4));
    CALL_BAD(utimensat(-1, BAD_POINTER, (struct timespec *)BAD_POINTER, 0));
    list_dir(".");
}
