#include "conformance.h"

// SIGSTOP, SIGCONT, SIGTSTP seen by waitpid with WUNTRACED and WCONTINUED; a stopped process makes no progress.
int main(void) {
    int pipes[2], gate[2];
    int status;
    char byte;
    MUST(pipe(pipes));
    MUST(pipe(gate));
    pid_t pid = fork_child();
    if (pid == 0) {
        MUST(raise(SIGSTOP));
        // Not before the parent has seen the continuation: the next stop would take its place.
        MUST(read(gate[0], &byte, 1));
        OPENS(open(FIX "/rel_link", O_RDONLY));
        MUST(write(pipes[1], "x", 1));
        MUST(raise(SIGTSTP));
        MUST(read(gate[0], &byte, 1));
        show_cwd();
        fflush(stdout);
        MUST(write(pipes[1], "y", 1));
        pause();
        _exit(0);
    }
    MUST(waitpid(pid, &status, WUNTRACED));
    show_status("stopped", status);
    MUST(fcntl(pipes[0], F_SETFL, O_NONBLOCK));
    CALL(read(pipes[0], &byte, 1));
    CALL(waitpid(pid, &status, WNOHANG | WUNTRACED));
    MUST(kill(pid, SIGCONT));
    MUST(waitpid(pid, &status, WCONTINUED));
    show_status("continued", status);
    MUST(write(gate[1], "x", 1));
    MUST(waitpid(pid, &status, WUNTRACED));
    show_status("stopped again", status);
    CALL(read(pipes[0], &byte, 1));
    siginfo_t info = {0};
    MUST(kill(pid, SIGCONT));
    MUST(waitid(P_PID, (id_t)pid, &info, WCONTINUED));
    printf("waitid: code %d, status is SIGCONT %d\n", info.si_code == CLD_CONTINUED, info.si_status == SIGCONT);
    fflush(stdout);
    MUST(write(gate[1], "x", 1));
    MUST(fcntl(pipes[0], F_SETFL, 0));
    MUST(read(pipes[0], &byte, 1)); // it has gone on, and said so
    MUST(kill(pid, SIGSTOP));
    MUST(waitid(P_PID, (id_t)pid, &info, WSTOPPED));
    printf("waitid: code %d, status is SIGSTOP %d\n", info.si_code == CLD_STOPPED, info.si_status == SIGSTOP);
    MUST(kill(pid, SIGTERM));
    CALL(waitpid(pid, &status, WNOHANG));
    MUST(kill(pid, SIGKILL));
    wait_child("killed while stopped", pid);
}
