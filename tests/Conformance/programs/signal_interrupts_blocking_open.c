#include "conformance.h"

// A signal ends a blocked open of a fifo with EINTR; with SA_RESTART the open goes on and succeeds later.
static volatile sig_atomic_t caught;
static void handler(int number) {
    (void)number;
    caught++;
}

// Waits until a process has been asleep for a while.
static void wait_until_blocked(pid_t pid) {
    char path[64], text[256];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    for (int asleep = 0; asleep < 20;) {
        int fd = (int)MUST(open(path, O_RDONLY));
        ssize_t size = read(fd, text, sizeof text - 1);
        close(fd);
        text[size < 0 ? 0 : size] = 0;
        asleep = strstr(text, ") S ") != NULL ? asleep + 1 : 0;
        usleep(1000);
    }
}

int main(void) {
    MUST(mkfifo("fifo", 0600));
    MUST(symlink(WORK "/fifo", "link"));
    struct sigaction action = {.sa_handler = handler};
    MUST(sigaction(SIGUSR1, &action, NULL));
    action.sa_flags = SA_RESTART;
    MUST(sigaction(SIGUSR2, &action, NULL));
    pid_t parent = getpid();
    pid_t pid = fork_child();
    if (pid == 0) {
        wait_until_blocked(parent);
        kill(parent, SIGUSR1);
        _exit(0);
    }
    CALL(open("link", O_RDONLY));
    printf("caught %d\n", caught);
    wait_child("signaller", pid);
    pid = fork_child();
    if (pid == 0) {
        for (int i = 0; i < 3; i++) {
            wait_until_blocked(parent);
            kill(parent, SIGUSR2);
        }
        wait_until_blocked(parent);
        int fd = (int)MUST(open(WORK "/fifo", O_WRONLY));
        MUST(write(fd, "done", 4));
        _exit(0);
    }
    int fd = (int)CALL(open("./link", O_RDONLY));
    printf("caught %d\n", caught);
    show_fd("fifo", fd);
    wait_child("opener", pid);
}
