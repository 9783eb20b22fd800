#include "conformance.h"
#include <pthread.h>

// exec from a thread that is not the leader: the process keeps its pid and has one thread afterwards.
static char pid_text[16];
static void *thread(void *argument) {
    (void)argument;
    execl(PROGRAM, "x", pid_text, NULL);
    printf("execve: %s\n", errno_name(errno));
    return NULL;
}

static void *waiter(void *argument) {
    (void)argument;
    pause();
    return NULL;
}

int main(int argc, char **argv) {
    if (argc > 1) {
        printf("pid stays %d, tid is pid %d\n", atoi(argv[1]) == getpid(), syscall(SYS_gettid) == getpid());
        list_dir(FIX "/dir");
        DIR *tasks = opendir("/proc/self/task");
        int count = 0;
        for (struct dirent *entry; (entry = readdir(tasks)) != NULL;) count += entry->d_name[0] != '.';
        printf("threads %d\n", count);
        show_link("/proc/self/exe");
        show_link("/proc/thread-self/exe");
        return 0;
    }
    snprintf(pid_text, sizeof pid_text, "%d", getpid());
    pthread_t one, two, three;
    pthread_create(&one, NULL, waiter, NULL);
    pthread_create(&two, NULL, waiter, NULL);
    pthread_create(&three, NULL, thread, NULL);
    pthread_join(three, NULL);
}
