#include "conformance.h"

// A mount point cannot be removed, renamed or replaced: EBUSY; a directory with one inside is not empty.
int main(void) {
    MUST(mkdir("dir", 0755));
    make_file("file", "x");
    CALL(rmdir(MNT "/a"));
    CALL(rmdir(MNT "/a/"));
    CALL(rmdir(MNT "/a/deep"));
    CALL(rmdir(MNT));
    CALL(rmdir("/proc"));
    CALL(rmdir("/"));
    CALL(unlink(MNT "/a"));
    CALL(unlink(MNT "/file"));
    CALL(unlink(MNT "/rofile"));
    CALL(unlinkat(AT_FDCWD, MNT "/a/deep", AT_REMOVEDIR));
    CALL(rename(MNT "/a", MNT "/b"));
    CALL(rename(MNT "/a/deep", MNT "/a/deep2"));
    CALL(rename(MNT "/file", MNT "/file2"));
    CALL(rename(MNT "/a/sub", MNT "/a/deep"));
    CALL(rename(MNT "/a/one", MNT "/a/deep"));
    CALL(rename("dir", "/proc"));
    CALL(rename("dir", "/"));
    CALL(rename("/", "dir"));
    CALL(rename("file", MNT "/file"));
    CALL(mkdir(MNT "/a", 0755));
    CALL(mkdir("/proc", 0755));
    CALL(symlink("x", MNT "/file"));
    CALL(mknod(MNT "/file", S_IFREG, 0));
    CALL(link("file", MNT "/file"));
    CALL(open(MNT "/file", O_CREAT | O_EXCL, 0644));
    int mnt = (int)MUST(open(MNT, O_RDONLY));
    CALL(unlinkat(mnt, "file", 0));
    CALL(unlinkat(mnt, "a", AT_REMOVEDIR));
    CALL(renameat(mnt, "a", mnt, "b"));
    CALL(unlinkat(AT_FDCWD, FIX "/to_binding", AT_REMOVEDIR));
    CALL(rmdir(FIX "/to_binding/deep"));
    list_dir(MNT);
    show_file(MNT "/file");
}
