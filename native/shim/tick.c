/* A timer that interrupts the calling thread's wait: the tracer looks after threads that have fallen silent. */
#include "host.h"
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define TICK_SIGNAL (SIGRTMIN + 5)

/* A tick that comes while the tracer works interrupts no wait; it is counted. */
static volatile int32_t ticks;

static void on_tick(int signal) {
    (void)signal;
    ticks = ticks + 1;
}

const volatile int32_t *ptracer_ticks(void) { return &ticks; }

/* One timer a thread: the tracer's. Its wait4 answers EINTR at each tick. */
static _Thread_local int has_timer;
static _Thread_local int timer_id;

static int64_t make_timer(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_tick; /* no SA_RESTART */
    if (sigaction(TICK_SIGNAL, &action, NULL) != 0) return -errno;
    struct sigevent event;
    memset(&event, 0, sizeof event);
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_signo = TICK_SIGNAL;
    event._sigev_un._tid = (pid_t)syscall(SYS_gettid);
    if (syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &timer_id) != 0) return -errno;
    has_timer = 1;
    return 0;
}

int64_t ptracer_tick(int32_t interval_ms) {
    if (!has_timer) {
        int64_t made = make_timer();
        if (made != 0) return made;
    }
    struct itimerspec when;
    memset(&when, 0, sizeof when);
    when.it_interval.tv_nsec = when.it_value.tv_nsec = interval_ms * 1000000L;
    return syscall(SYS_timer_settime, timer_id, 0, &when, NULL) == 0 ? 0 : -errno;
}
