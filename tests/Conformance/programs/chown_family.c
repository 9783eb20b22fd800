#include "conformance.h"

// chown, lchown, fchownat: to oneself, to nobody in particular (-1), and to others (EPERM).
int main(void) {
    uid_t uid = getuid();
    gid_t gid = getgid();
    make_file("file", "x");
    MUST(chmod("file", 06755));
    MUST(symlink("file", "link"));
    MUST(symlink("nowhere", "dangling"));
    CALL(chown("file", uid, gid));
    show_stat("file");
    CALL(chown("link", -1, -1));
    CALL(chown("dangling", -1, -1));
    CALL(lchown("dangling", -1, -1));
    CALL(lchown("dangling", uid, gid));
    CALL(lchown("link", uid, gid));
    CALL(chown("missing", uid, gid));
    CALL(chown("file", 0, gid));
    CALL(chown("file", uid, 0));
    CALL(lchown("link", 0, 0));
    CALL(chown("file/", uid, gid));
    CALL(chown(FIX "/locked/inside", uid, gid));
    CALL(chown(MNT "/ro/file", uid, gid));
    CALL(chown("", uid, gid));
    CALL(fchownat(AT_FDCWD, "link", uid, gid, 0));
    CALL(fchownat(AT_FDCWD, "dangling", uid, gid, 0));
    CALL(fchownat(AT_FDCWD, "dangling", uid, gid, AT_SYMLINK_NOFOLLOW));
    CALL(fchownat(AT_FDCWD, "link", 0, 0, AT_SYMLINK_NOFOLLOW));
    CALL(fchownat(AT_FDCWD, "file", uid, gid, 0x1));
    int fd = (int)MUST(open("file", O_RDONLY));
    int path = (int)MUST(open("link", O_PATH | O_NOFOLLOW));
    CALL(fchownat(fd, "", uid, gid, AT_EMPTY_PATH));
    CALL(fchownat(path, "", uid, gid, AT_EMPTY_PATH));
    CALL(fchownat(path, "", 0, gid, AT_EMPTY_PATH));
    CALL(fchownat(fd, "", uid, gid, 0));
    CALL(fchownat(-1, "file", uid, gid, 0));
    CALL(fchown(fd, uid, gid));
    CALL(fchown(path, uid, gid));
    CALL(fchown(fd, 0, 0));
    show_stat("file");
}
