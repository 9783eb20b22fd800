#include "conformance.h"
#include <sys/time.h>

// A timer every 500 microseconds, with a handler that makes path calls too: no call fails, none is lost.
static volatile sig_atomic_t caught, wrong;
static void handler(int number) {
    (void)number;
    int error = errno;
    caught++;
    if (access(FIX "/rel_link", R_OK) < 0 || access(FIX "/missing", F_OK) == 0) wrong++;
    errno = error;
}

int main(void) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    MUST(sigaction(SIGVTALRM, &action, NULL));
    MUST(sigaction(SIGUSR1, &action, NULL));
    timer_t timer;
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    MUST(timer_create(CLOCK_MONOTONIC, &event, &timer));
    struct itimerspec often = {{0, 500000}, {0, 500000}};
    MUST(timer_settime(timer, 0, &often, NULL));
    int failures = 0, rounds = 0;
    while (caught < 200) {
        struct stat st;
        char name[32], target[16];
        snprintf(name, sizeof name, "file-%d", rounds++ % 10);
        failures += stat(FIX "/chain1", &st) < 0 || st.st_size != 13;
        failures += symlink("target", name) < 0;
        failures += readlink(name, target, sizeof target) != 6;
        failures += rename(name, "renamed") < 0;
        failures += unlink("renamed") < 0;
        int fd = open(MNT "/a/one", O_RDONLY);
        failures += fd < 0 || read(fd, target, sizeof target) != 12 || memcmp(target, "binding one\n", 12) != 0;
        close(fd);
    }
    MUST(timer_delete(timer));
    printf("failures %d, wrong in the handler %d\n", failures, wrong);
    list_dir(".");
}
