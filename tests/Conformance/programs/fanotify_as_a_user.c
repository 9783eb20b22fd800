#include "conformance.h"
#include <sys/fanotify.h>

// fanotify: what an ordinary user may do (inode marks that report file identifiers), and its errors.
int main(void) {
    CALL(fanotify_init(FAN_CLASS_NOTIF, O_RDONLY));
    int fd = fanotify_init(FAN_CLASS_NOTIF | FAN_REPORT_FID, O_RDONLY);
    if (fd < 0) {
        printf("fanotify_init: %s\n", errno_name(errno));
        return 0;
    }
    make_file("file", "x");
    MUST(mkdir("dir", 0755));
    MUST(symlink("dir", "link"));
    CALL(fanotify_mark(fd, FAN_MARK_ADD, FAN_MODIFY, AT_FDCWD, "file"));
    CALL(fanotify_mark(fd, FAN_MARK_ADD, FAN_CREATE | FAN_ONDIR, AT_FDCWD, "dir"));
    CALL(fanotify_mark(fd, FAN_MARK_ADD | FAN_MARK_ONLYDIR, FAN_MODIFY, AT_FDCWD, "file"));
    CALL(fanotify_mark(fd, FAN_MARK_ADD | FAN_MARK_DONT_FOLLOW, FAN_MODIFY, AT_FDCWD, "link"));
    CALL(fanotify_mark(fd, FAN_MARK_ADD, FAN_MODIFY, AT_FDCWD, "missing"));
    CALL(fanotify_mark(fd, FAN_MARK_ADD | FAN_MARK_MOUNT, FAN_MODIFY, AT_FDCWD, "file"));
    CALL(fanotify_mark(fd, FAN_MARK_ADD | FAN_MARK_FILESYSTEM, FAN_MODIFY, AT_FDCWD, "/"));
    CALL(fanotify_mark(fd, FAN_MARK_ADD, 0, AT_FDCWD, "file"));
    CALL(fanotify_mark(fd, FAN_MARK_ADD, FAN_MODIFY, -1, "file"));
    CALL(fanotify_mark(fd, FAN_MARK_REMOVE, FAN_MODIFY, AT_FDCWD, WORK "/file"));
    CALL(fanotify_mark(fd, FAN_MARK_REMOVE, FAN_MODIFY, AT_FDCWD, "file"));
    CALL(fanotify_mark(-1, FAN_MARK_ADD, FAN_MODIFY, AT_FDCWD, "missing"));
    CALL(fanotify_mark(fd, FAN_MARK_FLUSH, 0, AT_FDCWD, NULL));
    int dir = (int)MUST(open("dir", O_RDONLY));
    CALL(fanotify_mark(fd, FAN_MARK_ADD, FAN_CREATE, dir, NULL));
    char event[4096];
    MUST(fcntl(fd, F_SETFL, O_NONBLOCK));
    make_file("dir/new", "x");
    CALL(read(fd, event, sizeof event) > 0);
    CALL(read(fd, event, sizeof event));
}
