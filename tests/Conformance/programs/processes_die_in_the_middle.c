#include "conformance.h"

// Thirty busy children are killed in the middle of their path calls; each is reported as killed, and work goes on.
int main(void) {
    enum { children = 30 };
    pid_t pids[children];
    int gate[2];
    MUST(pipe(gate));
    for (int i = 0; i < children; i++) {
        pids[i] = fork_child();
        if (pids[i] == 0) {
            struct stat st;
            char name[32];
            MUST(write(gate[1], "x", 1));
            for (unsigned n = 0;; n++) {
                snprintf(name, sizeof name, "file-%d", i);
                stat(FIX "/chain1", &st);
                close(open(name, O_RDWR | O_CREAT, 0600));
                unlink(name);
                access("/proc/self/cwd/missing", F_OK);
            }
        }
    }
    char byte;
    for (int i = 0; i < children; i++) MUST(read(gate[0], &byte, 1));
    int killed = 0;
    for (int i = 0; i < children; i++) {
        int status;
        MUST(kill(pids[i], SIGKILL));
        MUST(waitpid(pids[i], &status, 0));
        killed += WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    }
    printf("killed %d\n", killed);
    show_stat(FIX "/chain1");
    CALL(waitpid(-1, NULL, WNOHANG));
}
