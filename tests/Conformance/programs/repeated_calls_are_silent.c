#include "sites.h"
#include <sys/inotify.h>

// Whoever watches a directory hears of repeated opens, and of nothing where a file is only looked at; a lock is
// not lost; and mount points that are missing are listed each time.
static void drain(const char *label, int watch) {
    static char events[65536];
    static const char *const names[] = {"access", "modify", "attrib", "close_write", "close", "open"};
    int counts[COUNT(names)] = {0};
    ssize_t size;
    while ((size = read(watch, events, sizeof events)) > 0) {
        for (char *at = events; at < events + size;) {
            const struct inotify_event *event = (const void *)at;
            for (size_t i = 0; i < COUNT(names); i++) counts[i] += (event->mask & 1u << i) != 0;
            at += sizeof *event + event->len;
        }
    }
    printf("%s:", label);
    for (size_t i = 0; i < COUNT(names); i++)
        if (counts[i] > 0) printf(" %s %d", names[i], counts[i]);
    printf("\n");
}

int main(void) {
    char buffer[512];
    MUST(mkdir("tree", 0755));
    make_file("tree/leaf", "leaf");
    MUST(symlink("leaf", "tree/link"));
    int file = (int)MUST(open("tree/leaf", O_RDWR));
    int watch = (int)MUST(inotify_init1(IN_NONBLOCK));
    MUST(inotify_add_watch(watch, "tree", IN_ALL_EVENTS));
    MUST(inotify_add_watch(watch, "tree/leaf", IN_ALL_EVENTS));
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    MUST(fcntl(file, F_SETLK, &lock));
    drain("before", watch);
    for (int round = 0; round < ROUNDS; round++) {
        AT_SITE(stat, WORK "/tree/leaf", buffer);
        AT_SITE(lstat, "tree/link", buffer);
        AT_SITE(statx, AT_FDCWD, "tree/leaf", 0, 0x7ff, buffer);
        AT_SITE(access, WORK "/tree/leaf", R_OK | W_OK);
        AT_SITE(readlink, WORK "/tree/link", buffer, sizeof buffer);
        AT_SITE(getxattr, WORK "/tree/leaf", "user.none", buffer, sizeof buffer);
        AT_SITE(open, WORK "/tree/absent", O_RDONLY);
    }
    drain("looked", watch);
    pid_t pid = fork_child();
    if (pid == 0) {
        CALL(fcntl(file, F_GETLK, &lock));
        printf("locked %d\n", lock.l_type == F_WRLCK);
        _exit(0);
    }
    wait_child("lock", pid);
    for (int round = 0; round < ROUNDS; round++) site_closed(AT_SITE(open, "tree/leaf", O_RDONLY));
    drain("opened", watch);
    for (int round = 0; round < ROUNDS; round++) list_dir("/conf/ghost");
}
