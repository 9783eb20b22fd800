#include "conformance.h"

// RESOLVE_NO_SYMLINKS: any link on the way is ELOOP, a trailing one too, except with O_PATH|O_NOFOLLOW.
int main(void) {
    OPENS(open_how(AT_FDCWD, FIX "/file", O_RDONLY, 0, CONF_NO_SYMLINKS));
    OPENS(open_how(AT_FDCWD, FIX "/dir/../file", O_RDONLY, 0, CONF_NO_SYMLINKS));
    OPENS(open_how(AT_FDCWD, FIX "/rel_link", O_RDONLY, 0, CONF_NO_SYMLINKS));
    OPENS(open_how(AT_FDCWD, FIX "/rel_link", O_PATH, 0, CONF_NO_SYMLINKS));
    OPENS(open_how(AT_FDCWD, FIX "/rel_link", O_PATH | O_NOFOLLOW, 0, CONF_NO_SYMLINKS));
    OPENS(open_how(AT_FDCWD, FIX "/rel_link", O_RDONLY | O_NOFOLLOW, 0, CONF_NO_SYMLINKS));
    OPENS(open_how(AT_FDCWD, FIX "/dir_link/inner", O_RDONLY, 0, CONF_NO_SYMLINKS));
    OPENS(open_how(AT_FDCWD, FIX "/dangling", O_RDONLY | O_CREAT, 0644, CONF_NO_SYMLINKS));
    OPENS(open_how(AT_FDCWD, FIX "/missing", O_RDONLY, 0, CONF_NO_SYMLINKS));
    OPENS(open_how(AT_FDCWD, "/bin/sh", O_RDONLY, 0, CONF_NO_SYMLINKS));
    OPENS(open_how(AT_FDCWD, "/usr/bin/dash", O_RDONLY, 0, CONF_NO_SYMLINKS));
    OPENS(open_how(AT_FDCWD, MNT "/a/one", O_RDONLY, 0, CONF_NO_SYMLINKS));
    OPENS(open_how(AT_FDCWD, MNT "/a/rel", O_RDONLY, 0, CONF_NO_SYMLINKS));
    OPENS(open_how(AT_FDCWD, "created", O_RDWR | O_CREAT | O_EXCL, 0600, CONF_NO_SYMLINKS));
    show_stat("created");
}
