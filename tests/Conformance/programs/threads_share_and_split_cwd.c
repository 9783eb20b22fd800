#include "conformance.h"
#include <pthread.h>
#include <sched.h>

// The working directory belongs to the process; a thread that unshares CLONE_FS has its own.
static pthread_barrier_t barrier;
static void *thread(void *argument) {
    (void)argument;
    MUST(chdir("dir"));
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    CALL(unshare(CLONE_FS));
    MUST(chdir("/conf/fix"));
    show_cwd();
    show_link("/proc/thread-self/cwd");
    show_link("/proc/self/cwd");
    show_stat("dir/inner");
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    show_cwd();
    return NULL;
}

int main(void) {
    pthread_t id;
    MUST(mkdir("dir", 0755));
    pthread_barrier_init(&barrier, NULL, 2);
    pthread_create(&id, NULL, thread, NULL);
    pthread_barrier_wait(&barrier);
    show_cwd();
    make_file("below", "x");
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    show_cwd();
    show_link("/proc/thread-self/cwd");
    show_stat("below");
    MUST(chdir("/"));
    pthread_barrier_wait(&barrier);
    pthread_join(id, NULL);
    show_cwd();
}
