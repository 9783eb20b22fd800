#include "conformance.h"

// setpgid, setsid, getsid and their errors; a group is signalled as one.
int main(void) {
    int ready[2];
    MUST(pipe(ready));
    pid_t pid = fork_child();
    if (pid == 0) {
        CALL(setsid() == getpid());
        printf("leader of both: %d %d\n", getsid(0) == getpid(), getpgrp() == getpid());
        CALL(setsid());
        CALL(setpgid(0, 0));
        pid_t one = fork_child();
        if (one == 0) {
            setpgid(0, 0);
            MUST(write(ready[1], "x", 1));
            pause();
        }
        char byte;
        MUST(read(ready[0], &byte, 1));
        printf("own group %d, same session %d\n", getpgid(one) == one, getsid(one) == getpid());
        pid_t two = fork_child();
        if (two == 0) pause();
        CALL(setpgid(two, one));
        printf("joined %d\n", getpgid(two) == one);
        CALL(setpgid(one, 0x3ffffff));
        CALL(killpg(one, SIGTERM));
        wait_child("one", one);
        wait_child("two", two);
        CALL(killpg(one, SIGTERM));
        pid_t three = fork_child();
        if (three == 0) {
            execl("/bin/sh", "sh", "-c", "kill -STOP $$", NULL);
            _exit(125);
        }
        int status;
        MUST(waitpid(three, &status, WUNTRACED));
        show_status("three", status);
        CALL(setpgid(three, three));
        kill(three, SIGKILL);
        wait_child("three", three);
        CALL(open("/dev/tty", O_RDWR));
        _exit(0);
    }
    wait_child("session", pid);
    CALL(getsid(0x3ffffff));
    CALL(getpgid(0x3ffffff));
    CALL(setpgid(1, 0));
}
