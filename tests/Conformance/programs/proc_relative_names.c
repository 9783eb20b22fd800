#include "conformance.h"

// Relative names from directories of /proc: exe, cwd, fd/N, and ".." out of them.
int main(void) {
    int proc = (int)MUST(open("/proc", O_RDONLY | O_DIRECTORY));
    int self = (int)MUST(open("/proc/self", O_RDONLY | O_DIRECTORY));
    int fds = (int)MUST(open("/proc/self/fd", O_PATH));
    int file = (int)MUST(open(FIX "/file", O_RDONLY));
    char text[PATH_MAX], number[16];
    ssize_t size;
    const struct {
        int fd;
        const char *path;
    } cases[] = {{proc, "self/exe"},  {proc, "self/cwd"},    {proc, "./self/../self/root"},
                 {self, "exe"},       {self, "cwd"},         {self, "root"},
                 {self, "fd/../cwd"}, {self, "../self/exe"}, {self, "task/../exe"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        size = readlinkat(cases[i].fd, cases[i].path, text, sizeof text);
        printf("%s -> %.*s\n", cases[i].path, (int)(size < 0 ? 0 : size), text);
        OPENS_AS(cases[i].path, openat(cases[i].fd, cases[i].path, O_RDONLY));
    }
    snprintf(number, sizeof number, "%d", file);
    size = readlinkat(fds, number, text, sizeof text);
    printf("fd -> %.*s\n", (int)(size < 0 ? 0 : size), text);
    OPENS_AS("by its directory", openat(fds, number, O_RDONLY));
    OPENS(openat(self, "cwd/../fix/file", O_RDONLY));
    OPENS(openat(self, "root/etc/passwd", O_RDONLY));
    OPENS(openat(self, "root/../etc/passwd", O_RDONLY));
    OPENS(openat(self, "../../etc/passwd", O_RDONLY));
    OPENS(openat(proc, "../conf/fix/file", O_RDONLY));
    OPENS(openat(proc, "..", O_RDONLY));
    MUST(fchdir(self));
    CALL(access("exe", X_OK));
    CALL(access("cwd/stat", R_OK));
    size = readlink("cwd", text, sizeof text);
    printf("cwd is in /proc %d\n", strncmp(text, "/proc/", 6) == 0);
    MUST(chdir("/proc/self/root/proc/self/cwd"));
    show_stat("stat");
}
