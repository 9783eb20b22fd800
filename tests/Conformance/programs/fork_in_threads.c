#include "conformance.h"
#include <pthread.h>

// Threads that fork, exec and wait at once.
static int failures;
static void *work(void *argument) {
    long number = (long)argument;
    for (int i = 0; i < 5; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            struct stat st;
            if (stat(FIX "/chain1", &st) < 0) _exit(99);
            if (number % 2 == 0) execl("/bin/sh", "sh", "-c", "exit $1", "sh", "21", NULL);
            _exit(21);
        }
        int status = 0;
        if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 21)
            __sync_fetch_and_add(&failures, 1);
    }
    return NULL;
}

int main(void) {
    pthread_t threads[8];
    for (long i = 0; i < 8; i++) pthread_create(&threads[i], NULL, work, (void *)i);
    for (long i = 0; i < 8; i++) pthread_join(threads[i], NULL);
    printf("failures %d, children left %d\n", failures, waitpid(-1, NULL, 0) > 0);
}
