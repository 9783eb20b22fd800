#include "conformance.h"
#include <sys/time.h>

// Signals that arrive while a process forks and execs are neither lost nor deadly.
static volatile sig_atomic_t caught;
static void handler(int number) {
    (void)number;
    caught++;
}

int main(void) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    MUST(sigaction(SIGUSR1, &action, NULL));
    pid_t parent = getpid();
    pid_t sender = fork_child();
    if (sender == 0) {
        while (kill(parent, SIGUSR1) == 0) usleep(500);
        _exit(0);
    }
    int bad = 0;
    for (int i = 0; i < 40; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            execl("/bin/sh", "sh", "-c", "exit 9", NULL);
            _exit(125);
        }
        int status;
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
            ;
        bad += !WIFEXITED(status) || WEXITSTATUS(status) != 9;
    }
    MUST(kill(sender, SIGKILL));
    int status;
    MUST(waitpid(sender, &status, 0));
    printf("bad %d, signals came %d\n", bad, caught > 0);
}
