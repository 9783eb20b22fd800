#include "conformance.h"
#include <sys/sysmacros.h>

// mknod(2) and mknodat(2): plain files and fifos work, devices are EPERM, over links EEXIST, directories EPERM.
int main(void) {
    MUST(symlink("nowhere", "dangling"));
    MUST(mkdir("dir", 0755));
    CALL(mknod("file", S_IFREG | 0640, 0));
    CALL(mknod("fifo", S_IFIFO | 0600, 0));
    CALL(mknod("socket", S_IFSOCK | 0600, 0));
    CALL(mknod("untyped", 0644, 0));
    CALL(mknod("char", S_IFCHR | 0644, makedev(1, 3)));
    CALL(mknod("whiteout", S_IFCHR | 0644, makedev(0, 0)));
    CALL(mknod("block", S_IFBLK | 0644, makedev(8, 0)));
    CALL(mknod("a_dir", S_IFDIR | 0755, 0));
    CALL(mknod("a_link", S_IFLNK | 0777, 0));
    CALL(mknod("strange", 0150000 | 0644, 0));
    CALL(mknod("file", S_IFREG | 0644, 0));
    CALL(mknod("dir", S_IFREG | 0644, 0));
    CALL(mknod("new/", S_IFREG | 0644, 0));
    CALL(mknod("missing/new", S_IFREG | 0644, 0));
    CALL(mknod("file/new", S_IFREG | 0644, 0));
    CALL(mknod("char", S_IFBLK | 0644, 0));
    CALL(mknod("missing/char", S_IFCHR | 0644, 0));
    CALL(mkfifo("fifo2", 01777));
    CALL(mknod(MNT "/ro/new", S_IFREG | 0644, 0));
    int dir = (int)MUST(open("dir", O_RDONLY));
    CALL(mknodat(dir, "below", S_IFIFO | 0644, 0));
    CALL(mknodat(-1, "below", S_IFIFO | 0644, 0));
    const char *names[] = {"file", "fifo", "socket", "untyped", "whiteout", "fifo2", "dir/below"};
    for (size_t i = 0; i < COUNT(names); i++) show_stat(names[i]);
    list_dir(".");
}
