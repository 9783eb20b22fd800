// flags32: -D_FILE_OFFSET_BITS=64
#include "conformance.h"

// The *at calls with AT_EMPTY_PATH on every kind of descriptor: file, directory, O_PATH, O_PATH link, pipe, bad.
int main(void) {
    int pipes[2];
    make_file("file", "x");
    MUST(mkdir("dir", 0755));
    MUST(symlink("file", "link"));
    MUST(pipe(pipes));
    const struct {
        const char *label;
        int fd;
    } kinds[] = {{"file", (int)MUST(open("file", O_RDONLY))},
                 {"directory", (int)MUST(open("dir", O_RDONLY))},
                 {"O_PATH", (int)MUST(open("file", O_PATH))},
                 {"O_PATH link", (int)MUST(open("link", O_PATH | O_NOFOLLOW))},
                 {"O_PATH directory", (int)MUST(open("dir", O_PATH))},
                 {"pipe", pipes[0]},
                 {"AT_FDCWD", AT_FDCWD},
                 {"closed", 900}};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        int fd = kinds[i].fd;
        struct stat st;
        struct statx stx;
        char text[PATH_MAX];
        printf("%s\n", kinds[i].label);
        CALL(fstatat(fd, "", &st, AT_EMPTY_PATH));
        CALL(fstatat(fd, "", &st, 0));
        CALL(statx(fd, "", AT_EMPTY_PATH, STATX_TYPE, &stx));
        CALL(syscall(SYS_statx, fd, NULL, AT_EMPTY_PATH, STATX_TYPE, &stx));
        CALL(syscall(SYS_newfstatat, fd, NULL, &st, AT_EMPTY_PATH));
        CALL(fchownat(fd, "", -1, -1, AT_EMPTY_PATH));
        CALL(syscall(SYS_faccessat2, fd, "", R_OK, AT_EMPTY_PATH));
        CALL(syscall(SYS_fchmodat2, fd, "", 0755, AT_EMPTY_PATH));
        CALL(syscall(SYS_utimensat, fd, "", NULL, AT_EMPTY_PATH));
        CALL(syscall(SYS_utimensat, fd, NULL, NULL, 0));
        CALL(readlinkat(fd, "", text, sizeof text));
        CALL(unlinkat(fd, "", 0));
        CALL(mkdirat(fd, "", 0755));
        CALL(openat(fd, "", O_RDONLY));
        CALL(linkat(fd, "", AT_FDCWD, "hard", AT_EMPTY_PATH));
        unlink("hard");
    }
}
