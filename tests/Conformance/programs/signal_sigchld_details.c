#include "conformance.h"

// SIGCHLD with siginfo: exits, kills, stops, continues; SA_NOCLDSTOP, SA_NOCLDWAIT, and SIG_IGN reaping by itself.
static volatile sig_atomic_t code, number_of, state;
static volatile pid_t who;
static void handler(int number, siginfo_t *info, void *context) {
    (void)number;
    (void)context;
    code = info->si_code;
    state = info->si_status;
    who = info->si_pid;
    number_of++;
}

static void wait_for_signal(int count) {
    sigset_t none, block;
    sigemptyset(&none);
    sigemptyset(&block);
    sigaddset(&block, SIGCHLD);
    sigprocmask(SIG_BLOCK, &block, NULL);
    while (number_of < count) sigsuspend(&none);
    sigprocmask(SIG_UNBLOCK, &block, NULL);
}

static void report(const char *label, pid_t pid) {
    printf("%s: number %d code %d status %d, of the child %d\n", label, number_of, code, state, who == pid);
}

int main(void) {
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_RESTART};
    MUST(sigaction(SIGCHLD, &action, NULL));
    pid_t pid = fork_child();
    if (pid == 0) _exit(access(FIX "/file", R_OK) == 0 ? 7 : 8);
    wait_for_signal(1);
    report("exit", pid);
    wait_child("exit", pid);
    pid = fork_child();
    if (pid == 0) pause();
    MUST(kill(pid, SIGSTOP));
    wait_for_signal(2);
    report("stop", pid);
    MUST(kill(pid, SIGCONT));
    wait_for_signal(3);
    report("continue", pid);
    MUST(kill(pid, SIGUSR1));
    wait_for_signal(4);
    report("kill", pid);
    wait_child("kill", pid);
    action.sa_flags |= SA_NOCLDSTOP;
    MUST(sigaction(SIGCHLD, &action, NULL));
    pid = fork_child();
    if (pid == 0) pause();
    int status;
    MUST(kill(pid, SIGSTOP));
    MUST(waitpid(pid, &status, WUNTRACED));
    printf("no signal for the stop: %d\n", number_of == 4);
    MUST(kill(pid, SIGKILL));
    wait_for_signal(5);
    report("SIGKILL", pid);
    wait_child("SIGKILL", pid);
    signal(SIGCHLD, SIG_IGN);
    pid = fork_child();
    if (pid == 0) _exit(0);
    CALL(waitpid(pid, &status, 0));
}
