// flags32: -D_FILE_OFFSET_BITS=64
#include "conformance.h"

// newfstatat(2): AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW, AT_NO_AUTOMOUNT, unknown flags, NULL path.
static struct stat st;
#define SHOW(...)                                                                                                      \
    do {                                                                                                               \
        if (CALL(__VA_ARGS__) == 0) conf_print_stat("  ", &st);                                                        \
    } while (0)

int main(void) {
    int file = (int)MUST(open(FIX "/file", O_RDONLY));
    int path = (int)MUST(open(FIX "/rel_link", O_PATH | O_NOFOLLOW));
    int dir = (int)MUST(open(FIX "/dir", O_PATH));
    SHOW(syscall(SYS_newfstatat, file, "", &st, AT_EMPTY_PATH));
    SHOW(syscall(SYS_newfstatat, path, "", &st, AT_EMPTY_PATH));
    SHOW(syscall(SYS_newfstatat, dir, "", &st, AT_EMPTY_PATH));
    SHOW(syscall(SYS_newfstatat, dir, "inner", &st, AT_EMPTY_PATH));
    SHOW(syscall(SYS_newfstatat, AT_FDCWD, "", &st, AT_EMPTY_PATH));
    SHOW(syscall(SYS_newfstatat, file, "", &st, 0));
    SHOW(syscall(SYS_newfstatat, -1, "", &st, AT_EMPTY_PATH));
    SHOW(syscall(SYS_newfstatat, 999, "", &st, AT_EMPTY_PATH));
    SHOW(syscall(SYS_newfstatat, AT_FDCWD, FIX "/rel_link", &st, AT_SYMLINK_NOFOLLOW));
    SHOW(syscall(SYS_newfstatat, AT_FDCWD, FIX "/rel_link", &st, AT_NO_AUTOMOUNT));
    SHOW(syscall(SYS_newfstatat, AT_FDCWD, FIX "/rel_link", &st, AT_SYMLINK_FOLLOW));
    SHOW(syscall(SYS_newfstatat, AT_FDCWD, FIX "/rel_link", &st, 0x40000000));
    SHOW(syscall(SYS_newfstatat, AT_FDCWD, FIX "/missing", &st, 0x40000000));
    SHOW(syscall(SYS_newfstatat, AT_FDCWD, BAD_POINTER, &st, 0));
    SHOW(syscall(SYS_newfstatat, dir, "sub/leaf", &st, 0));
    SHOW(syscall(SYS_newfstatat, dir, "../rel_link", &st, AT_SYMLINK_NOFOLLOW));
    SHOW(syscall(SYS_newfstatat, dir, FIX "/file", &st, 0));
    SHOW(syscall(SYS_newfstatat, file, "x", &st, 0));
}
