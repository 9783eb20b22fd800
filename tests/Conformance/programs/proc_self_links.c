#include "conformance.h"

// /proc/self/{exe,cwd,root}: what readlink, lstat, stat and open say, through self, thread-self, PID and task/TID.
int main(void) {
    char prefixes[4][64];
    snprintf(prefixes[0], 64, "/proc/self");
    snprintf(prefixes[1], 64, "/proc/thread-self");
    snprintf(prefixes[2], 64, "/proc/%d", getpid());
    snprintf(prefixes[3], 64, "/proc/%d/task/%d", getpid(), getpid());
    const char *links[] = {"exe", "cwd", "root"};
    MUST(mkdir("dir", 0755));
    MUST(chdir("dir"));
    for (int p = 0; p < 4; p++) {
        for (size_t l = 0; l < COUNT(links); l++) {
            char path[PATH_MAX];
            char target[PATH_MAX];
            struct stat st;
            snprintf(path, sizeof path, "%s/%s", prefixes[p], links[l]);
            ssize_t size = readlink(path, target, sizeof target);
            printf("%s: %.*s", normalise(path, getpid(), "PID"), (int)(size < 0 ? 0 : size), target);
            MUST(lstat(path, &st));
            printf(", lstat %s", type_name(st.st_mode));
            MUST(stat(path, &st));
            printf(", stat %s", type_name(st.st_mode));
            struct stat real;
            MUST(stat(l == 0 ? PROGRAM : l == 1 ? "." : "/", &real));
            printf(", the same as the real one %d\n", real.st_ino == st.st_ino && real.st_dev == st.st_dev);
            int fd = open(path, O_RDONLY | O_NOFOLLOW);
            printf("  nofollow: %s", fd < 0 ? errno_name(errno) : "opened");
            fd = open(path, O_PATH | O_NOFOLLOW);
            printf(", path nofollow: %s", fd < 0 ? errno_name(errno) : "opened");
            size = readlinkat(fd, "", target, sizeof target);
            printf(", its text: %.*s\n", (int)(size < 0 ? 0 : size), target);
            close(fd);
        }
    }
    show_lstat("/proc/self/exe");
    CALL(access("/proc/self/exe", X_OK));
    CALL(unlink("/proc/self/exe"));
    CALL(rename("/proc/self/cwd", "x"));
    CALL(symlink("x", "/proc/self/cwd"));
    CALL(mkdir("/proc/self/new", 0755));
    CALL(open("/proc/self/new", O_CREAT | O_RDWR, 0644));
    char pid[32], self[32];
    snprintf(pid, sizeof pid, "%d", getpid());
    ssize_t size = readlink("/proc/self", self, sizeof self);
    printf("/proc/self is this process: %d\n", size > 0 && strncmp(self, pid, (size_t)size) == 0 && pid[size] == 0);
    size = readlink("/proc/thread-self", self, sizeof self);
    printf("/proc/thread-self -> %s\n", normalise(strndup(self, (size_t)size), getpid(), "PID"));
}
