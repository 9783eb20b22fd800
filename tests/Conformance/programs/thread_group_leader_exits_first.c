#include "conformance.h"
#include <pthread.h>

// The first thread ends, others go on with path calls; the process ends with their status.
static void *thread(void *argument) {
    (void)argument;
    char path[64];
    struct stat st;
    snprintf(path, sizeof path, "/proc/%d/task/%d/stat", getpid(), getpid());
    char text[256] = "";
    do {
        int fd = open(path, O_RDONLY);
        MUST(read(fd, text, sizeof text - 1));
        close(fd);
    } while (strstr(text, ") Z ") == NULL);
    CALL(stat(FIX "/rel_link", &st));
    show_link("/proc/self/cwd");
    show_link("/proc/thread-self/exe");
    OPENS(open("/proc/thread-self/root/etc/passwd", O_RDONLY));
    CALL(chdir(FIX));
    show_cwd();
    OPENS(open("file", O_RDONLY));
    exit(17);
}

int main(void) {
    pid_t pid = fork_child();
    if (pid == 0) {
        pthread_t id;
        pthread_create(&id, NULL, thread, NULL);
        syscall(SYS_exit, 3);
    }
    wait_child("process", pid);
}
