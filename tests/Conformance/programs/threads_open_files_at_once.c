#include "conformance.h"
#include <pthread.h>

// Forty threads open, stat, create and unlink at once; each sees exactly its own files.
static int failures;
static void *work(void *argument) {
    long number = (long)argument;
    for (int i = 0; i < 50; i++) {
        char path[64], text[64] = "", expected[64];
        snprintf(path, sizeof path, "dir/../file-%ld-%d", number, i);
        snprintf(expected, sizeof expected, "%ld %d", number, i);
        int fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
        struct stat st;
        if (fd < 0 || write(fd, expected, strlen(expected)) < 0 || pread(fd, text, sizeof text, 0) < 0 ||
            strcmp(text, expected) != 0 || stat(path, &st) < 0 || st.st_size != (off_t)strlen(expected) ||
            access(FIX "/missing", F_OK) == 0 || unlink(path) < 0 || stat(path, &st) == 0)
            __sync_fetch_and_add(&failures, 1);
        close(fd);
    }
    return NULL;
}

int main(void) {
    pthread_t threads[40];
    MUST(mkdir("dir", 0755));
    for (long i = 0; i < 40; i++) pthread_create(&threads[i], NULL, work, (void *)i);
    for (long i = 0; i < 40; i++) pthread_join(threads[i], NULL);
    printf("failures %d\n", failures);
    list_dir(".");
}
