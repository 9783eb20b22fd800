#include "conformance.h"
#include <sys/prctl.h>

// An orphan gets a new parent; with PR_SET_CHILD_SUBREAPER that is this process, which can wait for it.
int main(void) {
    int pipes[2], gate[2];
    MUST(pipe(pipes));
    MUST(pipe(gate));
    char byte;
    pid_t pid = fork_child();
    if (pid == 0) {
        pid_t middle = getpid();
        if (fork_child() == 0) {
            while (getppid() == middle) usleep(1000);
            MUST(read(gate[0], &byte, 1));
            printf("the orphan has a new parent, still in its directory\n");
            show_cwd();
            show_file(FIX "/rel_link");
            MUST(write(pipes[1], "x", 1));
            _exit(0);
        }
        _exit(0);
    }
    wait_child("middle", pid);
    MUST(write(gate[1], "x", 1));
    MUST(read(pipes[0], &byte, 1));
    CALL(waitpid(-1, NULL, 0));
    MUST(prctl(PR_SET_CHILD_SUBREAPER, 1));
    pid = fork_child();
    if (pid == 0) {
        pid_t middle = getpid(), grandparent = getppid();
        if (fork_child() == 0) {
            while (getppid() == middle) usleep(1000);
            MUST(read(gate[0], &byte, 1));
            printf("adopted by the subreaper: %d\n", getppid() == grandparent);
            _exit(11);
        }
        _exit(0);
    }
    wait_child("middle", pid);
    MUST(write(gate[1], "x", 1));
    int status;
    MUST(waitpid(-1, &status, 0));
    show_status("orphan", status);
}
