#include "conformance.h"

// access, faccessat, faccessat2: modes, AT_EACCESS, AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH, bad modes and flags.
int main(void) {
    make_file("plain", "x");
    make_script("program", "x");
    make_file("secret", "x");
    MUST(chmod("secret", 0));
    MUST(symlink("secret", "link"));
    MUST(symlink("nowhere", "dangling"));
    CALL(access("plain", F_OK));
    CALL(access("plain", R_OK | W_OK));
    CALL(access("plain", X_OK));
    CALL(access("program", X_OK));
    CALL(access("secret", F_OK));
    CALL(access("secret", R_OK));
    CALL(access("link", R_OK));
    CALL(access("link", F_OK));
    CALL(access("dangling", F_OK));
    CALL(access("plain", 8));
    CALL(access("missing", F_OK));
    CALL(access("plain/x", F_OK));
    CALL(access("", F_OK));
    CALL(access(FIX "/locked/inside", F_OK));
    CALL(access(FIX "/locked", R_OK));
    CALL(access(MNT "/ro/file", W_OK));
    CALL(access(MNT "/ro/file", R_OK));
    CALL(access(MNT "/a/one", W_OK));
    CALL(syscall(SYS_faccessat, AT_FDCWD, "plain", R_OK));
    CALL(syscall(SYS_faccessat, AT_FDCWD, "dangling", F_OK));
    CALL(syscall(SYS_faccessat, -1, "plain", R_OK));
    CALL(syscall(SYS_faccessat2, AT_FDCWD, "link", R_OK, AT_SYMLINK_NOFOLLOW));
    CALL(syscall(SYS_faccessat2, AT_FDCWD, "dangling", F_OK, AT_SYMLINK_NOFOLLOW));
    CALL(syscall(SYS_faccessat2, AT_FDCWD, "dangling", R_OK | W_OK | X_OK, AT_SYMLINK_NOFOLLOW));
    CALL(syscall(SYS_faccessat2, AT_FDCWD, "dangling", F_OK, 0));
    CALL(syscall(SYS_faccessat2, AT_FDCWD, "plain", R_OK, AT_EACCESS));
    CALL(syscall(SYS_faccessat2, AT_FDCWD, "secret", R_OK, AT_EACCESS));
    CALL(syscall(SYS_faccessat2, AT_FDCWD, "plain", R_OK, 0x1));
    CALL(syscall(SYS_faccessat2, AT_FDCWD, "missing", 8, 0));
    int fd = (int)MUST(open("plain", O_RDONLY));
    int link = (int)MUST(open("link", O_PATH | O_NOFOLLOW));
    CALL(syscall(SYS_faccessat2, fd, "", R_OK | W_OK, AT_EMPTY_PATH));
    CALL(syscall(SYS_faccessat2, fd, "", X_OK, AT_EMPTY_PATH));
    CALL(syscall(SYS_faccessat2, fd, "", R_OK, 0));
    CALL(syscall(SYS_faccessat2, link, "", R_OK, AT_EMPTY_PATH));
    CALL(syscall(SYS_faccessat2, AT_FDCWD, "", R_OK | W_OK | X_OK, AT_EMPTY_PATH));
    CALL(syscall(SYS_faccessat2, -1, "", R_OK, AT_EMPTY_PATH));
}
