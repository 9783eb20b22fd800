#include "conformance.h"
#include <sys/mman.h>

// A program copied into a memfd and run with fexecve: its exe, its arguments, its own later path calls.
int main(int argc, char **argv) {
    if (argc > 1) {
        printf("child %s\n", argv[1]);
        show_link("/proc/self/exe");
        show_stat(FIX "/rel_link");
        show_cwd();
        return 0;
    }
    static char bytes[1 << 20];
    int in = (int)MUST(open("/proc/self/exe", O_RDONLY));
    ssize_t size = MUST(read(in, bytes, sizeof bytes));
    const unsigned flags[] = {0, MFD_CLOEXEC, MFD_ALLOW_SEALING};
    for (size_t i = 0; i < COUNT(flags); i++) {
        int fd = (int)MUST(memfd_create("a program", flags[i]));
        MUST(write(fd, bytes, (size_t)size));
        if (flags[i] & MFD_ALLOW_SEALING) MUST(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW));
        pid_t pid = fork_child();
        if (pid == 0) {
            char *const arguments[] = {"from memory", "by descriptor", NULL};
            fexecve(fd, arguments, environ);
            printf("fexecve: %s\n", errno_name(errno));
            _exit(125);
        }
        wait_child("fexecve", pid);
        char path[64];
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        char *const arguments[] = {"from memory", "by path", NULL};
        run_program("by /proc/self/fd", path, arguments, environ);
        if (i == 0) MUST(fchmod(fd, 0644));
        pid = fork_child();
        if (pid == 0) {
            char *const child[] = {"x", "by descriptor", NULL};
            fexecve(fd, child, environ);
            printf("without its mode: %s\n", errno_name(errno));
            _exit(125);
        }
        wait_child("again", pid);
        close(fd);
    }
}
