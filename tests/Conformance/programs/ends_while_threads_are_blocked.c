#include "conformance.h"
#include <pthread.h>

// exit(3) ends threads that are blocked in an open of a fifo, and those busy with path calls.
static void *blocked(void *argument) {
    open("fifo", O_RDONLY);
    return argument;
}

static void *busy(void *argument) {
    struct stat st;
    for (;;) stat(FIX "/chain1", &st);
    return argument;
}

int main(void) {
    MUST(mkfifo("fifo", 0600));
    pthread_t id;
    for (int i = 0; i < 3; i++) {
        pthread_create(&id, NULL, blocked, NULL);
        pthread_create(&id, NULL, busy, NULL);
    }
    usleep(50000);
    show_cwd();
    exit(21);
}
