#include "conformance.h"

// O_NOFOLLOW, O_PATH and both: what is opened, and what an O_PATH descriptor may be used for.
int main(void) {
    const char *names[] = {"file",           "rel_link",  "dir",       "dir_link", "dangling", "self",
                           "dir_link/inner", "dir_link/", "rel_link/", "missing",  "abs_link"};
    const struct {
        int flags;
        const char *name;
    } modes[] = {{O_RDONLY | O_NOFOLLOW, "nofollow"},
                 {O_PATH, "path"},
                 {O_PATH | O_NOFOLLOW, "path nofollow"},
                 {O_PATH | O_DIRECTORY, "path directory"},
                 {O_PATH | O_DIRECTORY | O_NOFOLLOW, "path directory nofollow"},
                 {O_PATH | O_CREAT | O_EXCL, "path create"}};
    for (size_t n = 0; n < COUNT(names); n++) {
        for (size_t m = 0; m < COUNT(modes); m++) {
            char path[PATH_MAX];
            snprintf(path, sizeof path, "%s/%s", FIX, names[n]);
            int fd = open(path, modes[m].flags, 0644);
            printf("%s, %s: ", names[n], modes[m].name);
            if (fd < 0) {
                printf("%s\n", errno_name(errno));
                continue;
            }
            struct stat st;
            MUST(fstat(fd, &st));
            conf_print_stat("opened", &st);
            close(fd);
        }
    }
    char byte;
    int fd = (int)MUST(open(FIX "/file", O_PATH));
    CALL(read(fd, &byte, 1));
    CALL(write(fd, &byte, 1));
    CALL(ftruncate(fd, 0));
    CALL(fcntl(fd, F_GETFL) & (O_PATH | O_ACCMODE));
    CALL(fsync(fd));
    CALL(lseek(fd, 0, SEEK_SET));
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    show_file(FIX "/file");
    OPENS_AS("reopened by /proc", open(path, O_RDONLY));
    int link = (int)MUST(open(FIX "/rel_link", O_PATH | O_NOFOLLOW));
    snprintf(path, sizeof path, "/proc/self/fd/%d", link);
    OPENS_AS("a link reopened by /proc", open(path, O_RDONLY));
    OPENS_AS("a link reopened by /proc as a path", open(path, O_PATH));
    char target[PATH_MAX];
    ssize_t size = readlink(path, target, sizeof target);
    printf("its name: %.*s\n", (int)size, target);
}
