#include "conformance.h"
#include <sys/prctl.h>

// PR_SET_PDEATHSIG is delivered when the parent ends.
static volatile sig_atomic_t caught;
static void handler(int number) { caught = number; }

int main(void) {
    int pipes[2];
    MUST(pipe(pipes));
    pid_t pid = fork_child();
    if (pid == 0) {
        int ready[2];
        MUST(pipe(ready));
        if (fork_child() == 0) {
            signal(SIGUSR1, handler);
            sigset_t block, none;
            sigemptyset(&none);
            sigemptyset(&block);
            sigaddset(&block, SIGUSR1);
            sigprocmask(SIG_BLOCK, &block, NULL);
            MUST(prctl(PR_SET_PDEATHSIG, SIGUSR1));
            MUST(write(ready[1], "x", 1));
            while (!caught) sigsuspend(&none);
            printf("the parent is gone: %s\n", signal_name(caught));
            MUST(write(pipes[1], "x", 1));
            _exit(0);
        }
        char byte;
        MUST(read(ready[0], &byte, 1));
        _exit(0);
    }
    char byte;
    MUST(read(pipes[0], &byte, 1));
    wait_child("parent", pid);
}
