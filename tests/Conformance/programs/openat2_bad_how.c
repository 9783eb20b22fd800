#include "conformance.h"

// openat2's own argument checks: size, unknown bits, extension bytes, mode without O_CREAT, and their order.
int main(void) {
    struct {
        struct conf_open_how how;
        uint64_t extra;
    } big = {{O_RDONLY, 0, 0}, 0};
    struct conf_open_how how = {O_RDONLY, 0, 0};
    OPENS(syscall(SYS_openat2, AT_FDCWD, FIX "/file", &how, sizeof how));
    OPENS(syscall(SYS_openat2, AT_FDCWD, FIX "/file", &how, sizeof how - 1));
    OPENS(syscall(SYS_openat2, AT_FDCWD, FIX "/file", &how, 0));
    OPENS(syscall(SYS_openat2, AT_FDCWD, FIX "/missing", &how, 0));
    OPENS(syscall(SYS_openat2, AT_FDCWD, FIX "/file", &big, sizeof big));
    big.extra = 1;
    OPENS(syscall(SYS_openat2, AT_FDCWD, FIX "/file", &big, sizeof big));
    OPENS(syscall(SYS_openat2, AT_FDCWD, FIX "/file", &how, 1 << 20));
    OPENS(syscall(SYS_openat2, AT_FDCWD, FIX "/file", NULL, sizeof how));
    OPENS(syscall(SYS_openat2, AT_FDCWD, FIX "/file", BAD_POINTER, sizeof how));
    OPENS(syscall(SYS_openat2, AT_FDCWD, BAD_POINTER, &how, sizeof how));
    OPENS(open_how(AT_FDCWD, FIX "/file", O_RDONLY, 0644, 0));
    OPENS(open_how(AT_FDCWD, FIX "/missing", O_RDONLY, 0644, 0));
    OPENS(open_how(AT_FDCWD, "new", O_RDWR | O_CREAT, 010644, 0));
    OPENS(open_how(AT_FDCWD, "new", O_RDWR | O_CREAT, 07777, 0));
    show_stat("new");
    OPENS(open_how(AT_FDCWD, FIX "/file", 1ULL << 40, 0, 0));
    OPENS(open_how(AT_FDCWD, FIX "/file", O_RDONLY, 0, 0x40));
    OPENS(open_how(AT_FDCWD, FIX "/file", O_RDONLY, 0, 1ULL << 33));
    OPENS(open_how(AT_FDCWD, FIX "/file", O_RDONLY, 0, CONF_BENEATH | CONF_IN_ROOT));
    OPENS(open_how(AT_FDCWD, FIX "/file", O_PATH | O_RDWR, 0, 0));
    OPENS(open_how(AT_FDCWD, FIX "/file", O_PATH | O_TRUNC, 0, 0));
    OPENS(open_how(AT_FDCWD, FIX "/file", O_PATH | O_CLOEXEC | O_NOFOLLOW, 0, 0));
    OPENS(open_how(AT_FDCWD, "", O_RDONLY, 0, 0));
    OPENS(open_how(AT_FDCWD, "new2", O_RDWR | O_CREAT, 0644, CONF_CACHED));
    OPENS(open_how(AT_FDCWD, "new", O_RDONLY | O_TRUNC, 0, CONF_CACHED));
    OPENS(open_how(-1, "x", O_RDONLY, 0, 0));
    OPENS(open_how(-1, "", O_RDONLY, 0, 0x40));
    list_dir(".");
}
