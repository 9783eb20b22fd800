#include "conformance.h"
#include <sys/prctl.h>

// Processes that do nothing but fork are killed, many times: what they had made goes on, is given to the reaper, and
// ends by itself. Whoever makes a process may be gone before it can say so.
int main(void) {
    enum { rounds = 200 };
    int killed = 0, strange = 0;
    MUST(prctl(PR_SET_CHILD_SUBREAPER, 1));
    for (int i = 0; i < rounds; i++) {
        int ready[2];
        MUST(pipe(ready));
        pid_t maker = fork_child();
        if (maker == 0) {
            close(ready[0]);
            for (;;) {
                pid_t pid = fork();
                if (pid == 0) _exit(access(FIX "/chain1", R_OK) == 0 ? 0 : 1);
                if (write(ready[1], "x", 1) != 1) _exit(1);
            }
        }
        close(ready[1]);
        char byte;
        MUST(read(ready[0], &byte, 1));
        for (int spin = 0; spin < i * 37 % 1000; spin++) getppid();
        MUST(kill(maker, SIGKILL));
        int status;
        for (pid_t pid; (pid = wait(&status)) > 0;) {
            if (pid == maker) killed += WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
            else strange += status != 0;
        }
        close(ready[0]);
    }
    printf("makers killed %d, children that ended otherwise than by exit(0) %d\n", killed, strange);
}
