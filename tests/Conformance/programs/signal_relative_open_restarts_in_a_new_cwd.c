#include "conformance.h"

// A relative open that restarts after its handler changed directory is resolved anew, in the new directory.
static void handler(int number) {
    (void)number;
    MUST(chdir("dir"));
}

static void wait_until_blocked(pid_t pid) {
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    for (int asleep = 0; asleep < 20;) {
        int fd = (int)MUST(open(path, O_RDONLY));
        ssize_t size = read(fd, line, sizeof line - 1);
        close(fd);
        line[size < 0 ? 0 : size] = 0;
        asleep = strstr(line, ") S ") != NULL ? asleep + 1 : 0;
        usleep(1000);
    }
}

int main(void) {
    MUST(mkdir("dir", 0755));
    MUST(mkfifo("name", 0600));
    make_file("dir/name", "the other one");
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    MUST(sigaction(SIGUSR1, &action, NULL));
    pid_t parent = getpid();
    pid_t pid = fork_child();
    if (pid == 0) {
        wait_until_blocked(parent);
        kill(parent, SIGUSR1);
        _exit(0);
    }
    int fd = (int)CALL(open("name", O_RDONLY));
    show_fd("opened", fd);
    wait_child("child", pid);
}
