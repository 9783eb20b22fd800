#include "conformance.h"

// A handler that interrupts a blocked open makes path calls of its own, nested two deep, on an alternate stack.
static char text[PATH_MAX];
static void inner(int number) {
    (void)number;
    struct stat st;
    CALL(lstat(FIX "/rel_link", &st));
    OPENS(open(MNT "/a/one", O_RDONLY));
}

static void outer(int number) {
    (void)number;
    CALL(access(FIX "/abs_link", R_OK));
    CALL(raise(SIGUSR2));
    ssize_t size = readlink("/proc/self/cwd", text, sizeof text);
    printf("cwd %.*s\n", (int)size, text);
    CALL(chdir("dir"));
    show_cwd();
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
    MUST(mkfifo("fifo", 0600));
    stack_t stack = {.ss_sp = malloc(1 << 16), .ss_size = 1 << 16};
    MUST(sigaltstack(&stack, NULL));
    struct sigaction action = {.sa_handler = outer, .sa_flags = SA_RESTART | SA_ONSTACK};
    MUST(sigaction(SIGUSR1, &action, NULL));
    action.sa_handler = inner;
    MUST(sigaction(SIGUSR2, &action, NULL));
    pid_t parent = getpid();
    pid_t pid = fork_child();
    if (pid == 0) {
        wait_until_blocked(parent);
        kill(parent, SIGUSR1);
        wait_until_blocked(parent);
        int fd = (int)MUST(open("fifo", O_WRONLY));
        MUST(write(fd, "done", 4));
        _exit(0);
    }
    int fd = (int)CALL(open(WORK "/fifo", O_RDONLY));
    show_fd("fifo", fd);
    show_cwd();
    wait_child("child", pid);
}
