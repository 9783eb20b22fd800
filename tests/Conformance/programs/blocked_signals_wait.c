#include "conformance.h"

// A blocked signal does not interrupt a blocked open; it arrives when it is unblocked.
static volatile sig_atomic_t caught;
static void handler(int number) {
    (void)number;
    caught++;
}

int main(void) {
    MUST(mkfifo("fifo", 0600));
    signal(SIGUSR1, handler);
    sigset_t set, pending;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    MUST(sigprocmask(SIG_BLOCK, &set, NULL));
    pid_t parent = getpid();
    pid_t pid = fork_child();
    if (pid == 0) {
        for (int i = 0; i < 5; i++) {
            kill(parent, SIGUSR1);
            usleep(2000);
        }
        int fd = (int)MUST(open(WORK "/fifo", O_WRONLY));
        MUST(write(fd, "x", 1));
        _exit(0);
    }
    int fd = (int)CALL(open("fifo", O_RDONLY));
    show_fd("fifo", fd);
    wait_child("child", pid);
    MUST(sigpending(&pending));
    printf("pending %d, caught %d\n", sigismember(&pending, SIGUSR1), caught);
    MUST(sigprocmask(SIG_UNBLOCK, &set, NULL));
    printf("caught %d\n", caught);
}
