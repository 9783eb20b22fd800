#include "conformance.h"

// chmod, fchmodat, fchmod and fchmodat2 with its flags.
int main(void) {
    make_file("file", "x");
    MUST(symlink("file", "link"));
    MUST(symlink("nowhere", "dangling"));
    MUST(mkdir("dir", 0755));
    CALL(chmod("file", 0600));
    show_stat("file");
    CALL(chmod("link", 0640));
    show_stat("file");
    CALL(chmod("dangling", 0640));
    CALL(chmod("missing", 0640));
    CALL(chmod("file/", 0640));
    CALL(chmod("dir", 01777));
    show_stat("dir");
    CALL(chmod("file", 0104755));
    show_stat("file");
    CALL(chmod(FIX "/locked/inside", 0700));
    CALL(chmod("", 0700));
    CALL(chmod(MNT "/ro/file", 0600));
    CALL(chmod("/proc/version", 0600));
    CALL(syscall(SYS_fchmodat, AT_FDCWD, "file", 0604));
    show_stat("file");
    CALL(syscall(SYS_fchmodat, -1, "file", 0604));
    CALL(syscall(SYS_fchmodat2, AT_FDCWD, "link", 0611, 0));
    show_stat("file");
    CALL(syscall(SYS_fchmodat2, AT_FDCWD, "link", 0622, AT_SYMLINK_NOFOLLOW));
    CALL(syscall(SYS_fchmodat2, AT_FDCWD, "dangling", 0622, AT_SYMLINK_NOFOLLOW));
    CALL(syscall(SYS_fchmodat2, AT_FDCWD, "dangling", 0622, 0));
    CALL(syscall(SYS_fchmodat2, AT_FDCWD, "missing", 0622, AT_SYMLINK_NOFOLLOW));
    CALL(syscall(SYS_fchmodat2, AT_FDCWD, "file", 0622, AT_SYMLINK_NOFOLLOW));
    show_stat("file");
    CALL(syscall(SYS_fchmodat2, AT_FDCWD, "file", 0622, 0x1));
    int fd = (int)MUST(open("file", O_RDONLY));
    int path = (int)MUST(open("file", O_PATH));
    CALL(syscall(SYS_fchmodat2, fd, "", 0644, AT_EMPTY_PATH));
    CALL(syscall(SYS_fchmodat2, path, "", 0645, AT_EMPTY_PATH));
    show_stat("file");
    CALL(syscall(SYS_fchmodat2, fd, "", 0644, 0));
    CALL(fchmod(fd, 0600));
    CALL(fchmod(path, 0600));
    show_stat("file");
    show_lstat("link");
}
