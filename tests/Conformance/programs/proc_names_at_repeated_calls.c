#include "sites.h"

// Names of procfs, again and again at one site: by absolute paths, by descriptors, and from within.
static void show_name(const char *name, int directory, const char *path) {
    static char first[2 * PATH_MAX], target[PATH_MAX];
    first[0] = 0;
    for (int round = 0; round < ROUNDS; round++) {
        long size = AT_SITE(readlinkat, directory, path, target, sizeof target - 1);
        if (size < 0) snprintf(target, sizeof target, "%s", errno_name(errno));
        else target[size] = 0;
        char short_target[5] = "";
        size = AT_SITE(readlinkat, directory, path, short_target, 4);
        struct stat status;
        char text[2 * PATH_MAX];
        long length = (long)strlen(target);
        snprintf(text, sizeof text, "%s, cut %d, lstat %s, stat %s, access %d, O_PATH %ld", target,
                 size < 0 ? -1 : size == (length < 4 ? length : 4),
                 fstatat(directory, path, &status, AT_SYMLINK_NOFOLLOW) < 0 ? errno_name(errno)
                                                                            : type_name(status.st_mode),
                 fstatat(directory, path, &status, 0) < 0 ? errno_name(errno) : type_name(status.st_mode),
                 AT_SITE(faccessat, directory, path, F_OK) == 0,
                 site_closed(AT_SITE(openat, directory, path, O_PATH | O_NOFOLLOW)));
        const char *shown = normalise(text, getpid(), "PID");
        if (strcmp(first, shown) != 0) printf("%s %s in round %d: %s\n", name, path, round, shown);
        strcpy(first, shown);
    }
}

// Whether maps names the program as the guest does, and nothing of another root.
static void show_maps(const char *name, int directory, const char *path) {
    for (int round = 0; round < ROUNDS; round++) {
        static char text[1 << 16];
        long fd = AT_SITE(openat, directory, path, O_RDONLY);
        ssize_t size = 0, more;
        while (fd >= 0 && (more = read((int)fd, text + size, sizeof text - 1 - (size_t)size)) > 0) size += more;
        if (fd >= 0) close((int)fd);
        text[size] = 0;
        const char *found = strstr(text, PROGRAM "\n");
        printf("%s %s: %d, %d\n", name, path, found != NULL && found[-1] == ' ', strstr(text, "050f0000") != NULL);
    }
}

int main(void) {
    MUST(dup2(open(FIX "/dir/inner", O_RDONLY), 9));
    static const char *const names[] = {"exe",  "cwd",  "root",    "fd/9",  "fd/99",
                                        "comm", "task", "missing", "./exe", "fd"};
    int proc = (int)MUST(open("/proc", O_RDONLY | O_DIRECTORY));
    int self = (int)MUST(open("/proc/self", O_RDONLY | O_DIRECTORY));
    int descriptors = (int)MUST(open("/proc/self/fd", O_RDONLY | O_DIRECTORY));
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/self/%s", names[i]);
        show_name("absolute", AT_FDCWD, path);
        show_name("of proc", proc, path + strlen("/proc/"));
        show_name("of self", self, names[i]);
    }
    show_name("of proc", proc, "self");
    show_name("of proc", proc, "thread-self/exe");
    show_name("of fd", descriptors, "9");
    show_name("of fd", descriptors, "0/x");
    show_maps("absolute", AT_FDCWD, "/proc/self/maps");
    show_maps("of self", self, "maps");
    show_maps("of proc", proc, "self/smaps");
    MUST(chdir("/proc/self"));
    show_name("within", AT_FDCWD, "exe");
    show_name("within", AT_FDCWD, "cwd/comm");
    show_name("within", AT_FDCWD, "root/conf/fix/rel_link");
    show_maps("within", AT_FDCWD, "maps");
    show_maps("within", AT_FDCWD, "./task/../maps");
    MUST(chdir("fd"));
    show_name("in fd", AT_FDCWD, "9");
    MUST(chdir("../task"));
    show_maps("in task", AT_FDCWD, "../maps");
    show_name("in task", AT_FDCWD, "../exe");
}
