#include "conformance.h"
#include <sys/ioctl.h>
#include <termios.h>

// On a pseudo-terminal: its name, the controlling terminal, Ctrl-C to the foreground group, SIGTTIN in the background.
int main(void) {
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0) {
        printf("no pseudo-terminal: %s\n", errno_name(errno));
        return 0;
    }
    char name[64];
    MUST(ptsname_r(master, name, sizeof name));
    printf("named below /dev/pts: %d\n", strncmp(name, "/dev/pts/", 9) == 0);
    pid_t pid = fork_child();
    if (pid == 0) {
        MUST(setsid());
        int tty = (int)MUST(open(name, O_RDWR));
        CALL(ioctl(tty, TIOCSCTTY, 0));
        char path[64], target[64] = "";
        snprintf(path, sizeof path, "/proc/self/fd/%d", tty);
        MUST(readlink(path, target, sizeof target - 1));
        printf("its link is its name: %d\n", strcmp(target, name) == 0);
        char back[64] = "";
        CALL(ttyname_r(tty, back, sizeof back));
        printf("ttyname agrees: %d\n", strcmp(back, name) == 0);
        OPENS(open("/dev/tty", O_RDWR));
        printf("foreground: %d\n", tcgetpgrp(tty) == getpgrp());
        signal(SIGTTOU, SIG_IGN);
        pid_t job = fork_child();
        if (job == 0) {
            setpgid(0, 0);
            char byte;
            MUST(read(tty, &byte, 1));
            _exit(1);
        }
        setpgid(job, job);
        int status;
        MUST(waitpid(job, &status, WUNTRACED));
        show_status("reading in the background", status);
        CALL(tcsetpgrp(tty, job));
        MUST(kill(job, SIGCONT));
        MUST(write(master, "\003", 1));
        MUST(waitpid(job, &status, WUNTRACED));
        show_status("after Ctrl-C", status);
        CALL(tcsetpgrp(tty, getpgrp()));
        job = fork_child();
        if (job == 0) {
            setpgid(0, 0);
            execl("/bin/sh", "sh", "-c", "while :; do :; done", NULL);
            _exit(125);
        }
        setpgid(job, job);
        CALL(tcsetpgrp(tty, job));
        MUST(write(master, "\032", 1));
        MUST(waitpid(job, &status, WUNTRACED));
        show_status("after Ctrl-Z", status);
        CALL(tcsetpgrp(tty, getpgrp()));
        kill(-job, SIGKILL);
        wait_child("killed", job);
        _exit(0);
    }
    wait_child("session", pid);
}
