#include "conformance.h"
#include <sys/inotify.h>

// inotify_add_watch(2): IN_ONLYDIR, IN_DONT_FOLLOW, IN_MASK_CREATE, and its errors in order.
int main(void) {
    int fd = (int)MUST(inotify_init1(IN_CLOEXEC));
    int other = (int)MUST(open(FIX "/file", O_RDONLY));
    make_file("file", "x");
    make_file("secret", "x");
    MUST(chmod("secret", 0));
    MUST(symlink("file", "link"));
    MUST(symlink("nowhere", "dangling"));
    CALL(inotify_add_watch(fd, "file", IN_MODIFY));
    CALL(inotify_add_watch(fd, "link", IN_MODIFY));
    CALL(inotify_add_watch(fd, "link", IN_MODIFY | IN_DONT_FOLLOW));
    CALL(inotify_add_watch(fd, "file", IN_MODIFY | IN_ONLYDIR));
    CALL(inotify_add_watch(fd, "link", IN_MODIFY | IN_ONLYDIR));
    CALL(inotify_add_watch(fd, ".", IN_MODIFY | IN_ONLYDIR));
    CALL(inotify_add_watch(fd, "file", IN_MODIFY | IN_MASK_CREATE));
    CALL(inotify_add_watch(fd, "file", IN_MODIFY | IN_MASK_CREATE | IN_MASK_ADD));
    CALL(inotify_add_watch(fd, "dangling", IN_MODIFY));
    CALL(inotify_add_watch(fd, "dangling", IN_MODIFY | IN_DONT_FOLLOW));
    CALL(inotify_add_watch(fd, "missing", IN_MODIFY));
    CALL(inotify_add_watch(fd, "secret", IN_MODIFY));
    CALL(inotify_add_watch(fd, "file", 0));
    CALL(inotify_add_watch(fd, "missing", 0));
    CALL(inotify_add_watch(fd, "", IN_MODIFY));
    CALL(inotify_add_watch(fd, BAD_POINTER, IN_MODIFY));
    CALL(inotify_add_watch(other, "file", IN_MODIFY));
    CALL(inotify_add_watch(-1, "missing", IN_MODIFY));
    CALL(inotify_add_watch(fd, FIX "/locked/inside", IN_MODIFY));
    CALL(inotify_add_watch(fd, FIX "/self", IN_MODIFY));
    CALL(inotify_rm_watch(fd, 1));
    CALL(inotify_rm_watch(fd, 1));
}
