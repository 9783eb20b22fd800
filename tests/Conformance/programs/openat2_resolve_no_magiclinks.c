#include "conformance.h"

// RESOLVE_NO_MAGICLINKS: /proc/self/fd/N, exe, cwd and root are ELOOP; plain links, /proc/self itself, are followed.
int main(void) {
    int fd = (int)MUST(open(FIX "/file", O_RDONLY));
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    OPENS_AS("fd link", open_how(AT_FDCWD, path, O_RDONLY, 0, CONF_NO_MAGICLINKS));
    OPENS_AS("fd link itself", open_how(AT_FDCWD, path, O_PATH | O_NOFOLLOW, 0, CONF_NO_MAGICLINKS));
    OPENS(open_how(AT_FDCWD, "/proc/self/exe", O_RDONLY, 0, CONF_NO_MAGICLINKS));
    OPENS(open_how(AT_FDCWD, "/proc/self/cwd", O_RDONLY, 0, CONF_NO_MAGICLINKS));
    OPENS(open_how(AT_FDCWD, "/proc/self/cwd/x", O_RDONLY, 0, CONF_NO_MAGICLINKS));
    OPENS(open_how(AT_FDCWD, "/proc/self/root/etc/passwd", O_RDONLY, 0, CONF_NO_MAGICLINKS));
    OPENS(open_how(AT_FDCWD, "/proc/self/status", O_RDONLY, 0, CONF_NO_MAGICLINKS));
    OPENS(open_how(AT_FDCWD, "/proc/self/fd", O_RDONLY, 0, CONF_NO_MAGICLINKS));
    OPENS(open_how(AT_FDCWD, FIX "/rel_link", O_RDONLY, 0, CONF_NO_MAGICLINKS));
    OPENS(open_how(AT_FDCWD, FIX "/proc_cwd_link", O_RDONLY, 0, CONF_NO_MAGICLINKS));
    OPENS(open_how(AT_FDCWD, "/proc/self/status", O_RDONLY, 0, CONF_NO_SYMLINKS));
    OPENS(open_how(AT_FDCWD, "/proc/self/exe", O_RDONLY, 0, 0));
}
