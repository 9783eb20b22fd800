#include "conformance.h"

// statx(2): the mount-root attribute at bindings, masks, sync flags, empty paths, reserved bits.
static struct statx stx;
static void show(const char *label, long result) {
    if (result < 0) printf("%s: %s\n", label, errno_name(errno));
    else printf("%s: %s mode %04o\n", label, type_name(stx.stx_mode), stx.stx_mode & 07777);
}
#define SHOW(...) show(#__VA_ARGS__, syscall(SYS_statx, __VA_ARGS__))

int main(void) {
    int file = (int)MUST(open(FIX "/file", O_RDONLY));
    SHOW(AT_FDCWD, FIX "/file", 0, STATX_BASIC_STATS, &stx);
    SHOW(AT_FDCWD, FIX "/rel_link", 0, STATX_BASIC_STATS, &stx);
    SHOW(AT_FDCWD, FIX "/rel_link", AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &stx);
    SHOW(AT_FDCWD, FIX "/dangling", 0, STATX_BASIC_STATS, &stx);
    SHOW(AT_FDCWD, FIX "/dangling", AT_SYMLINK_NOFOLLOW, STATX_TYPE, &stx);
    SHOW(AT_FDCWD, FIX "/file", AT_STATX_FORCE_SYNC, 0, &stx);
    SHOW(AT_FDCWD, FIX "/file", AT_STATX_DONT_SYNC, 0, &stx);
    SHOW(AT_FDCWD, FIX "/file", AT_STATX_FORCE_SYNC | AT_STATX_DONT_SYNC, 0, &stx);
    SHOW(AT_FDCWD, FIX "/file", 0, 0x80000000U, &stx);
    SHOW(AT_FDCWD, FIX "/file", 0x40000000, 0, &stx);
    SHOW(AT_FDCWD, FIX "/missing", 0x40000000, 0, &stx);
    SHOW(AT_FDCWD, FIX "/file", 0, 0, BAD_POINTER);
    SHOW(AT_FDCWD, BAD_POINTER, 0, 0, &stx);
    SHOW(file, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &stx);
    SHOW(file, "", 0, STATX_BASIC_STATS, &stx);
    SHOW(AT_FDCWD, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &stx);
    SHOW(-1, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &stx);
    SHOW(file, "x", 0, STATX_BASIC_STATS, &stx);
    SHOW(AT_FDCWD, MNT "/a", 0, STATX_BASIC_STATS, &stx);
    SHOW(AT_FDCWD, MNT "/a/deep/three", 0, STATX_BASIC_STATS, &stx);
    SHOW(AT_FDCWD, MNT "/file", 0, STATX_BASIC_STATS, &stx);
}
