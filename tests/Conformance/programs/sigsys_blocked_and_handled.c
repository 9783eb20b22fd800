#include "conformance.h"

// A program that blocks or handles SIGSYS for itself sees nothing of what the tracer does with it.
static volatile sig_atomic_t caught;
static void handler(int number) {
    caught++;
    (void)number;
    access(FIX "/file", F_OK);
}

static void show_blocked(const char *label) {
    sigset_t now;
    sigprocmask(SIG_BLOCK, NULL, &now);
    printf("%s: SIGSYS blocked %d, SIGUSR1 blocked %d\n", label, sigismember(&now, SIGSYS), sigismember(&now, SIGUSR1));
}

int main(void) {
    struct sigaction action = {.sa_handler = handler}, now;
    sigset_t all, before;
    sigfillset(&all);
    MUST(sigaction(SIGSYS, &action, NULL));
    MUST(sigprocmask(SIG_BLOCK, &all, &before));
    CALL(access(FIX "/file", F_OK));
    CALL(syscall(SYS_access, "missing", F_OK));
    CALL(syscall(SYS_getpgrp) >= 0);
    show_blocked("all");
    MUST(sigaction(SIGSYS, NULL, &now));
    printf("handler kept %d\n", now.sa_handler == handler);
    MUST(raise(SIGSYS));
    printf("pending, caught %d\n", caught);
    MUST(sigprocmask(SIG_SETMASK, &before, NULL));
    printf("caught %d\n", caught);
    show_blocked("none");
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, SIGSYS);
    MUST(sigprocmask(SIG_BLOCK, &one, NULL));
    CALL(syscall(SYS_rename, "missing", "x"));
    show_blocked("one");
    CALL(syscall(SYS_rename, "missing", "x"));
    MUST(raise(SIGSYS));
    MUST(sigprocmask(SIG_UNBLOCK, &one, NULL));
    printf("caught %d\n", caught);
    pid_t pid = fork_child();
    if (pid == 0) {
        signal(SIGSYS, SIG_DFL);
        raise(SIGSYS);
        _exit(1);
    }
    wait_child("default", pid);
}
