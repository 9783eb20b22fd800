// flags: -pthread
#include "conformance.h"
#include <pthread.h>

// A thread executes a program while the first thread makes path calls without a pause: whatever the first one was about
// to report, the program starts, a hundred times over.
static void *executes(void *rounds) {
    char text[24];
    snprintf(text, sizeof text, "%ld", (long)rounds - 1);
    execl(PROGRAM, "x", text, NULL);
    printf("execve: %s\n", errno_name(errno));
    return NULL;
}

int main(int argc, char **argv) {
    long rounds = argc > 1 ? atol(argv[1]) : 100;
    if (rounds == 0) {
        printf("done, tid is pid %d\n", syscall(SYS_gettid) == getpid());
        return 0;
    }
    pthread_t thread;
    pthread_create(&thread, NULL, executes, (void *)rounds);
    for (;;) {
        struct stat st;
        stat(FIX "/file", &st);
        close(open(FIX "/chain1", O_RDONLY));
    }
}
