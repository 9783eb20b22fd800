#include "conformance.h"

// A fifo in the guest's tree carries bytes between two processes that name it differently.
int main(void) {
    MUST(mkfifo("fifo", 0600));
    MUST(symlink("/conf/work/fifo", "link"));
    CALL(open("fifo", O_WRONLY | O_NONBLOCK));
    pid_t pid = fork_child();
    if (pid == 0) {
        int fd = (int)MUST(open("link", O_WRONLY));
        MUST(write(fd, "through the fifo", 16));
        _exit(0);
    }
    int fd = (int)MUST(open(WORK "/../work/fifo", O_RDONLY));
    wait_child("writer", pid);
    show_fd("reader", fd);
    show_fd("end", fd);
}
