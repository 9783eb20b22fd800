// flags: -pthread
// variants: static
#include "conformance.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/mman.h>

// A robust mutex whose owner ends is handed on with EOWNERDEAD: an ended thread's, an exited and a killed process's.
static pthread_mutex_t *mutex;

static void make_mutex(void) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(mutex, &attributes);
}

static void *lock_and_end(void *unused) {
    pthread_mutex_lock(mutex);
    return unused;
}

static atomic_int is_locked;

static void *lock_and_wait(void *unused) {
    pthread_mutex_lock(mutex);
    is_locked = 1;
    usleep(100000);
    return unused;
}

static void take(const char *label) {
    int result = pthread_mutex_lock(mutex);
    printf("%s: %s\n", label, result == 0 ? "locked" : errno_name(result));
    if (result == EOWNERDEAD) pthread_mutex_consistent(mutex);
    pthread_mutex_unlock(mutex);
}

int main(void) {
    pthread_t thread;
    mutex = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    make_mutex();
    pthread_create(&thread, NULL, lock_and_end, NULL);
    pthread_join(thread, NULL);
    take("after a thread");
    pthread_create(&thread, NULL, lock_and_wait, NULL);
    while (!is_locked) sched_yield();
    take("while a thread ends"); // waits for it in the kernel
    pthread_join(thread, NULL);

    pid_t pid = fork_child();
    if (pid == 0) {
        pthread_mutex_lock(mutex);
        _exit(3);
    }
    wait_child("child", pid);
    take("after a process");
    for (int killed = 0; killed < 2; killed++) {
        pid = fork_child();
        if (pid == 0) {
            pthread_mutex_lock(mutex);
            pause();
        }
        usleep(60000);
        if (killed == 0) {
            MUST(kill(pid, SIGKILL));
            wait_child("child", pid);
        } else if (fork_child() == 0) {
            usleep(60000);
            kill(pid, SIGTERM);
            _exit(0);
        }
        take("after a killed one");
    }
    while (wait(NULL) > 0)
        ;
    void *head;
    size_t size;
    CALL(syscall(SYS_get_robust_list, 0, &head, &size));
    printf("size %zu\n", size);
    CALL(syscall(SYS_set_robust_list, head, 1));
    CALL(syscall(SYS_get_robust_list, 0, BAD_POINTER, &size));
}
