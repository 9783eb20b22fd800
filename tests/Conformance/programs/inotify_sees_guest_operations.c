#include "conformance.h"
#include <poll.h>
#include <sys/inotify.h>

// inotify: watches by guest path report what happens there, with names as the guest made them.
static void show_events(int fd) {
    char buffer[8192] __attribute__((aligned(8)));
    struct pollfd ready = {fd, POLLIN, 0};
    while (poll(&ready, 1, 50) > 0) {
        ssize_t size = read(fd, buffer, sizeof buffer);
        for (ssize_t at = 0; at < size;) {
            struct inotify_event *event = (struct inotify_event *)(buffer + at);
            printf("  watch %d mask %#x cookie %d name \"%s\"\n", event->wd, event->mask, event->cookie != 0,
                   event->len ? event->name : "");
            at += (ssize_t)(sizeof *event + event->len);
        }
    }
}

int main(void) {
    int fd = (int)MUST(inotify_init1(IN_NONBLOCK));
    MUST(mkdir("dir", 0755));
    make_file("file", "x");
    MUST(symlink("dir", "link"));
    const uint32_t mask = IN_CREATE | IN_DELETE | IN_MOVE | IN_CLOSE_WRITE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ATTRIB;
    CALL(inotify_add_watch(fd, WORK, mask));
    CALL(inotify_add_watch(fd, "link", mask));
    CALL(inotify_add_watch(fd, MNT "/a", mask));
    make_file("made", "x");
    make_file("dir/below", "x");
    make_file(FIX "/to_binding/bound", "x");
    show_events(fd);
    MUST(rename("made", "dir/moved"));
    MUST(unlink("dir/below"));
    MUST(chmod("file", 0600));
    MUST(mkdir(MNT "/a/newdir", 0755));
    show_events(fd);
    MUST(unlink("dir/moved"));
    MUST(rmdir("dir"));
    show_events(fd);
}
