#include "conformance.h"

// chroot(2) without privilege: EPERM, after the path has been looked at.
int main(void) {
    CALL(chroot("/"));
    CALL(chroot(FIX "/dir"));
    CALL(chroot(FIX "/dir_link"));
    CALL(chroot(FIX "/file"));
    CALL(chroot(FIX "/missing"));
    CALL(chroot(FIX "/locked"));
    CALL(chroot(FIX "/locked/inside"));
    CALL(chroot(FIX "/self"));
    CALL(chroot(""));
    CALL(chroot(BAD_POINTER));
    CALL(chroot(MNT "/a"));
    show_stat("/etc/passwd");
}
