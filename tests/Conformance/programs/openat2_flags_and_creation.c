#include "conformance.h"

// openat2 as a plain open: creation modes, O_TMPFILE, O_PATH, O_NOFOLLOW, directories, through bindings.
int main(void) {
    OPENS(open_how(AT_FDCWD, "new", O_RDWR | O_CREAT | O_EXCL, 0640, 0));
    show_stat("new");
    OPENS(open_how(AT_FDCWD, "new", O_RDWR | O_CREAT | O_EXCL, 0640, 0));
    OPENS(open_how(AT_FDCWD, ".", O_RDWR | O_TMPFILE, 0600, 0));
    OPENS(open_how(AT_FDCWD, ".", O_RDWR | O_TMPFILE, 0600, CONF_NO_SYMLINKS));
    OPENS(open_how(AT_FDCWD, FIX "/rel_link", O_RDONLY | O_NOFOLLOW, 0, 0));
    OPENS(open_how(AT_FDCWD, FIX "/rel_link", O_PATH | O_NOFOLLOW, 0, 0));
    OPENS(open_how(AT_FDCWD, FIX "/dir", O_RDONLY | O_DIRECTORY, 0, 0));
    OPENS(open_how(AT_FDCWD, FIX "/file", O_RDONLY | O_DIRECTORY, 0, 0));
    OPENS(open_how(AT_FDCWD, FIX "/to_deep/../one", O_RDONLY, 0, 0));
    OPENS(open_how(AT_FDCWD, MNT "/ro/file", O_RDWR, 0, 0));
    OPENS(open_how(AT_FDCWD, MNT "/ro/new", O_RDWR | O_CREAT, 0600, CONF_NO_SYMLINKS));
    OPENS(open_how(AT_FDCWD, MNT "/ro/file", O_RDONLY, 0, CONF_NO_SYMLINKS));
    int dir = (int)MUST(open("/conf", O_PATH));
    OPENS(open_how(dir, "work/made", O_RDWR | O_CREAT, 0600, CONF_BENEATH));
    OPENS(open_how(dir, "fix/abs_link", O_RDONLY, 0, CONF_BENEATH));
    OPENS(open_how(dir, "mnt/a/one", O_RDONLY, 0, CONF_BENEATH));
    OPENS(open_how(dir, "mnt/a/../file", O_RDONLY, 0, CONF_BENEATH));
    OPENS(open_how(dir, "/fix/file", O_RDONLY, 0, CONF_IN_ROOT));
    OPENS(open_how(dir, "fix/abs_link", O_RDONLY, 0, CONF_IN_ROOT));
    OPENS(open_how(dir, "/mnt/a/deep/../../../../fix/file", O_RDONLY, 0, CONF_IN_ROOT));
    OPENS(open_how(dir, "/mnt/a/back", O_RDONLY, 0, CONF_IN_ROOT));
    OPENS(open_how(dir, "/work/created", O_RDWR | O_CREAT, 0604, CONF_IN_ROOT));
    OPENS(open_how(dir, "/mnt/a/one", O_RDONLY, 0, CONF_IN_ROOT | CONF_NO_XDEV));
    OPENS(open_how(dir, "/mnt/a", O_RDONLY, 0, CONF_BENEATH | CONF_NO_XDEV));
    OPENS(open_how(AT_FDCWD, "/proc/self/fd/0", O_RDONLY, 0, CONF_IN_ROOT));
    OPENS(open_how(AT_FDCWD, "/proc/self/cwd", O_PATH, 0, CONF_BENEATH));
    list_dir(".");
}
