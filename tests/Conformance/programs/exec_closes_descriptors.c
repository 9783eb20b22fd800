#include "conformance.h"

// Descriptors: O_CLOEXEC ones are closed by exec, the others keep their number, position and flags; none are added.
int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) {
        for (int fd = 0; fd < 20; fd++) {
            int flags = fcntl(fd, F_GETFD);
            if (flags >= 0)
                printf("%d open, flags %d, position %ld\n", fd, flags, fd > 2 ? (long)lseek(fd, 0, SEEK_CUR) : 0);
        }
        list_dir("/proc/self/fd");
        return 0;
    }
    int fd = (int)MUST(open(FIX "/file", O_RDONLY));
    MUST(lseek(fd, 5, SEEK_SET));
    MUST(open(FIX "/file", O_RDONLY | O_CLOEXEC));
    MUST(dup2(fd, 10));
    MUST(dup3(fd, 11, O_CLOEXEC));
    MUST(fcntl(fd, F_DUPFD_CLOEXEC, 12));
    MUST(fcntl(fd, F_DUPFD, 13));
    MUST(open_how(AT_FDCWD, FIX "/file", O_RDONLY | O_CLOEXEC, 0, 0));
    list_dir("/proc/self/fd");
    char *const arguments[] = {"x", "child", NULL};
    run_program("child", PROGRAM, arguments, environ);
}
