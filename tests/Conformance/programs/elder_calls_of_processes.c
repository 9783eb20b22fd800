#include "conformance.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/time.h>

#ifdef __i386__ // where select(2) of that number has its arguments in memory
#undef SYS_select
#define SYS_select SYS__newselect
#endif

// The elder calls that wait, fork or tell a time or an id, by number.
static volatile sig_atomic_t caught;
static void handler(int number) { caught = number; }

static void wait_by_poll(int reader) {
    struct pollfd file = {.fd = reader, .events = POLLIN};
    struct timespec before, after;
    CALL(syscall(SYS_poll, &file, 1, 0));
    clock_gettime(CLOCK_MONOTONIC, &before);
    CALL(syscall(SYS_poll, &file, 1, 30));
    clock_gettime(CLOCK_MONOTONIC, &after);
    long milliseconds = (after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000;
    printf("waited %d\n", milliseconds >= 29 && milliseconds < 5000);
    CALL(syscall(SYS_poll, BAD_POINTER, 1, 0));
    CALL(syscall(SYS_poll, NULL, 0, 1));
}

static void wait_by_select(int reader) {
    fd_set set;
    struct timeval time = {0, 20000};
    FD_ZERO(&set);
    FD_SET(reader, &set);
    CALL(syscall(SYS_select, reader + 1, &set, NULL, NULL, &time));
    printf("left %ld.%06ld, set %d\n", (long)time.tv_sec, (long)time.tv_usec, FD_ISSET(reader, &set) != 0);
    FD_SET(reader, &set);
    time = (struct timeval){100, 1500000};
    MUST(write(reader + 1, "x", 1));
    CALL(syscall(SYS_select, reader + 1, &set, NULL, NULL, &time));
    printf("left %d, set %d\n", time.tv_sec >= 99 && time.tv_sec <= 101, FD_ISSET(reader, &set) != 0);
    CALL(syscall(SYS_select, reader + 1, &set, NULL, NULL, NULL));
    CALL(syscall(SYS_select, -1, NULL, NULL, NULL, NULL));
    CALL(syscall(SYS_select, 0, NULL, NULL, NULL, &(struct timeval){-1, 0}));
    CALL(syscall(SYS_select, 0, NULL, NULL, NULL, BAD_POINTER));
}

int main(void) {
    int ends[2];
    struct sigaction action = {.sa_handler = handler};
    MUST(pipe2(ends, O_CLOEXEC));
    wait_by_poll(ends[0]);
    wait_by_select(ends[0]);

    int epoll = (int)MUST(epoll_create1(0));
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = 77}, got[4];
    MUST(epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event));
    CALL(syscall(SYS_epoll_wait, epoll, got, 4, -1));
    printf("event %u of %u\n", got[0].events, got[0].data.u32);
    CALL(syscall(SYS_epoll_wait, epoll, got, 0, 0));

    MUST(sigaction(SIGALRM, &action, NULL));
    CALL(syscall(SYS_alarm, 100));
    CALL(syscall(SYS_alarm, 0));
    CALL(syscall(SYS_alarm, 0));
    MUST(setitimer(ITIMER_REAL, &(struct itimerval){.it_value = {0, 20000}}, NULL));
    CALL(syscall(SYS_pause));
    printf("caught %s\n", signal_name(caught));

    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    MUST(sigprocmask(SIG_BLOCK, &set, NULL));
    int signals = (int)MUST(syscall(SYS_signalfd, -1, &set, 8));
    MUST(raise(SIGUSR1));
    struct signalfd_siginfo info;
    CALL(read(signals, &info, sizeof info));
    printf("%s\n", signal_name((int)info.ssi_signo));

    time_t now, told = 1;
    now = (time_t)MUST(syscall(SYS_time, &told));
    printf("time %d, told %d\n", labs(now - time(NULL)) < 5, told == now);
    CALL(syscall(SYS_time, BAD_POINTER));
    printf("group %d\n", syscall(SYS_getpgrp) == getpgid(0));

    int local = 5;
    fflush(stdout);
    pid_t pid = (pid_t)MUST(syscall(SYS_fork));
    if (pid == 0) {
        local++;
        _exit(local == 6 && getppid() != 0 ? 21 : 22);
    }
    wait_child("fork", pid);
    printf("ours %d\n", local);
    for (int i = 0; i < 20; i++) {
        pid = (pid_t)MUST(syscall(SYS_fork));
        if (pid == 0) _exit(i);
        int status;
        MUST(waitpid(pid, &status, 0));
        if (WEXITSTATUS(status) != i) printf("child %d: %x\n", i, status);
    }
}
