#include "conformance.h"
#include <pthread.h>

// thread-self and task/TID of a second thread, seen by itself and by the first.
static pthread_barrier_t barrier;
static pid_t tid;
static void look(const char *format, int a, int b) {
    const char *links[] = {"exe", "cwd", "root", "fd/3"};
    for (size_t i = 0; i < COUNT(links); i++) {
        char path[128], target[PATH_MAX];
        int used = snprintf(path, sizeof path, format, a, b);
        snprintf(path + used, sizeof path - (size_t)used, "/%s", links[i]);
        ssize_t size = readlink(path, target, sizeof target);
        printf("%s: %.*s\n", links[i], (int)(size < 0 ? 0 : size), target);
        struct stat st;
        printf("  stat %s\n", stat(path, &st) < 0 ? errno_name(errno) : type_name(st.st_mode));
    }
}

static void *thread(void *argument) {
    (void)argument;
    tid = (pid_t)syscall(SYS_gettid);
    char expected[64], target[64] = "";
    snprintf(expected, sizeof expected, "%d/task/%d", getpid(), tid);
    MUST(readlink("/proc/thread-self", target, sizeof target - 1));
    printf("thread-self is this thread: %d\n", strcmp(expected, target) == 0);
    look("/proc/thread-self", 0, 0);
    show_file("/proc/thread-self/root/conf/fix/file");
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    return NULL;
}

int main(void) {
    pthread_t id;
    MUST(open(FIX "/abs_link", O_RDONLY));
    pthread_barrier_init(&barrier, NULL, 2);
    pthread_create(&id, NULL, thread, NULL);
    pthread_barrier_wait(&barrier);
    printf("by task\n");
    look("/proc/self/task/%d", tid, 0);
    printf("by pid and task\n");
    look("/proc/%d/task/%d", getpid(), tid);
    printf("by tid alone\n");
    look("/proc/%d", tid, 0);
    pthread_barrier_wait(&barrier);
    pthread_join(id, NULL);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/exe", tid);
    while (access(path, F_OK) == 0 || errno != ENOENT) usleep(1000);
    printf("gone afterwards\n");
    snprintf(path, sizeof path, "/proc/self/task/%d/cwd", getppid());
    CALL_AS("a process that is no thread of this one", access(path, F_OK));
}
