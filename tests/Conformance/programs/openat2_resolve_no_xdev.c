#include "conformance.h"

// RESOLVE_NO_XDEV: crossing a binding, in either direction, is EXDEV.
int main(void) {
    OPENS(open_how(AT_FDCWD, FIX "/file", O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(AT_FDCWD, MNT, O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(AT_FDCWD, MNT "/a", O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(AT_FDCWD, MNT "/a/one", O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(AT_FDCWD, MNT "/file", O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(AT_FDCWD, FIX "/to_binding", O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(AT_FDCWD, FIX "/escape", O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(AT_FDCWD, "/proc/version", O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(AT_FDCWD, "/dev/null", O_RDONLY, 0, CONF_NO_XDEV));
    int binding = (int)MUST(open(MNT "/a", O_RDONLY | O_DIRECTORY));
    OPENS(open_how(binding, "one", O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(binding, "sub/two", O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(binding, "sub/../one", O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(binding, "..", O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(binding, "deep/three", O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(binding, "into_deep", O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(binding, "back", O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(binding, "rel", O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(binding, FIX "/file", O_RDONLY, 0, CONF_NO_XDEV));
    OPENS(open_how(AT_FDCWD, "new", O_RDWR | O_CREAT, 0600, CONF_NO_XDEV));
}
