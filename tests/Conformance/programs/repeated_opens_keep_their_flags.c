#include "sites.h"

// Opened again and again at one site with flags of every kind, a file has the flags that the kernel keeps: open(2)
// ignores what it does not know, and what O_PATH has no use for.
static void try(const char *name, const char *path, int flags) {
    for (int round = 0; round < ROUNDS; round++) {
        errno = 0;
        long fd = AT_SITE(open, path, flags);
        int error = errno;
        static int first_status, first_descriptor, first_error;
        int status = fd < 0 ? -1 : fcntl((int)fd, F_GETFL), descriptor = fd < 0 ? -1 : fcntl((int)fd, F_GETFD);
        if (fd >= 0) close((int)fd);
        if (round > 0 && status == first_status && descriptor == first_descriptor && error == first_error) continue;
        first_status = status, first_descriptor = descriptor, first_error = error;
        if (fd < 0) printf("%s %s in round %d: %s\n", path, name, round, errno_name(error));
        else printf("%s %s in round %d: %#o, %d\n", path, name, round, (unsigned)status, descriptor);
    }
}

int main(void) {
    static const struct {
        const char *name;
        int flags;
    } tried[] = {
        {"O_RDONLY", O_RDONLY},
        {"O_CLOEXEC", O_CLOEXEC},
        {"O_NONBLOCK", O_NONBLOCK},
        {"O_DIRECTORY", O_DIRECTORY},
        {"O_NOFOLLOW", O_NOFOLLOW},
        {"O_NOATIME", O_NOATIME},
        {"O_LARGEFILE", 0100000},
        {"O_DIRECT", O_DIRECT},
        {"O_APPEND", O_APPEND},
        {"O_SYNC", O_SYNC},
        {"O_DSYNC", O_DSYNC},
        {"__O_SYNC", O_SYNC & ~O_DSYNC},
        {"O_ASYNC", O_ASYNC},
        {"O_EXCL", O_EXCL},
        {"O_NOCTTY", O_NOCTTY},
        {"accmode 3", 3},
        {"O_TRUNC", O_TRUNC},
        {"__O_TMPFILE", O_TMPFILE & ~O_DIRECTORY},
        {"O_TMPFILE", O_TMPFILE},
        {"bit 2", 4},
        {"bit 3", 8},
        {"bit 5", 040},
        {"bit 23", 1 << 23},
        {"bit 26", 1 << 26},
        {"bit 30", 1 << 30},
        {"bit 31", INT_MIN},
        {"O_PATH", O_PATH},
        {"O_PATH O_CLOEXEC", O_PATH | O_CLOEXEC},
        {"O_PATH O_DIRECTORY", O_PATH | O_DIRECTORY},
        {"O_PATH O_NOFOLLOW", O_PATH | O_NOFOLLOW},
        {"O_PATH O_NONBLOCK O_APPEND", O_PATH | O_NONBLOCK | O_APPEND},
        {"O_PATH O_LARGEFILE", O_PATH | 0100000},
        {"O_PATH bit 30", O_PATH | 1 << 30},
        {"O_PATH O_TRUNC", O_PATH | O_TRUNC},
        {"O_PATH accmode 3", O_PATH | 3},
        {"O_DIRECTORY O_NOFOLLOW O_CLOEXEC", O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC},
        {"O_NONBLOCK O_NOATIME O_CLOEXEC bit 30", O_NONBLOCK | O_NOATIME | O_CLOEXEC | 1 << 30},
    };
    MUST(mkdir("tree", 0755));
    make_file("plain", "plain");
    MUST(symlink("plain", "link"));
    MUST(chmod("plain", 0444));
    static const char *const paths[] = {WORK "/plain", "plain", "link", "tree", "absent", "/dev/null"};
    for (size_t i = 0; i < COUNT(paths); i++)
        for (size_t j = 0; j < COUNT(tried); j++) try(tried[j].name, paths[i], tried[j].flags);
    show_file("plain");
}
