#include "conformance.h"
#include <sys/resource.h>
#include <sys/time.h>

// Over exec: pid, parent, group, session, cwd, mask, priority, timers' absence, open directory positions.
int main(int argc, char **argv) {
    if (argc > 1) {
        printf("pid %d ppid %d\n", atoi(argv[1]) == getpid(), atoi(argv[2]) == getppid());
        printf("group %d session %d\n", atoi(argv[3]) == getpgrp(), atoi(argv[4]) == getsid(0));
        printf("umask %03o nice %d\n", umask(0), getpriority(PRIO_PROCESS, 0));
        show_cwd();
        struct itimerval timer;
        MUST(getitimer(ITIMER_REAL, &timer));
        printf("the alarm runs on %d\n", timer.it_value.tv_sec > 0);
        return 0;
    }
    char text[4][16];
    MUST(mkdir("dir", 0755));
    pid_t pid = fork_child();
    if (pid == 0) {
        MUST(setsid());
        MUST(chdir("dir"));
        umask(027);
        MUST(setpriority(PRIO_PROCESS, 0, 5));
        snprintf(text[0], 16, "%d", getpid());
        snprintf(text[1], 16, "%d", getppid());
        snprintf(text[2], 16, "%d", getpgrp());
        snprintf(text[3], 16, "%d", getsid(0));
        execl(PROGRAM, "x", text[0], text[1], text[2], text[3], NULL);
        _exit(125);
    }
    wait_child("child", pid);
}
