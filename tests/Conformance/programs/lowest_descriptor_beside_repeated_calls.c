// flags: -pthread
#include "sites.h"
#include <pthread.h>

// Threads that only look at files open none: beside them another's descriptors have the numbers that they have alone, a
// child inherits nothing, and a number that is free can be given to something.
static volatile bool ends;

static void *look(void *buffer) {
    do {
        AT_SITE(stat, FIX "/file", buffer);
        AT_SITE(access, FIX "/dir/inner", R_OK);
        AT_SITE(readlink, FIX "/rel_link", buffer, 4);
    } while (!ends);
    return NULL;
}

int main(void) {
    enum { threads = 3 };
    static char buffers[threads + 1][512];
    pthread_t ids[threads];
    ends = true;
    for (int i = 0; i < ROUNDS; i++) look(buffers[threads]);
    ends = false;
    for (int i = 0; i < threads; i++) MUST(-pthread_create(&ids[i], NULL, look, buffers[i]));
    int other_numbers = 0, inherited = 0, lost = 0;
    for (int i = 0; i < 3000; i++) {
        int fd = dup(0);
        other_numbers += fd != 3;
        if (fd >= 0) close(fd);
        lost += dup2(0, 4) != 4;
        sched_yield();
        lost += fcntl(4, F_GETFD) != 0;
        close(4);
    }
    for (int i = 0; i < 100; i++) {
        int status;
        pid_t pid = fork_child();
        if (pid == 0) _exit(fcntl(3, F_GETFD) != -1 || fcntl(4, F_GETFD) != -1 || fcntl(5, F_GETFD) != -1);
        MUST(waitpid(pid, &status, 0));
        inherited += status != 0;
    }
    ends = true;
    for (int i = 0; i < threads; i++) pthread_join(ids[i], NULL);
    printf("other numbers: %s\n", other_numbers == 0 ? "none" : "some");
    printf("lost: %s\n", lost == 0 ? "none" : "some");
    printf("inherited: %s\n", inherited == 0 ? "none" : "some");
}
