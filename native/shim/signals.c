/* Signals sent to ptracer belong to the command it runs.
 *
 * The command shares ptracer's process group, so what the terminal driver sends (Ctrl-C, hang-up: si_code SI_KERNEL)
 * reaches it directly and is only survived here; what a process sends to ptracer's pid is passed on. The stop signals
 * of job control reach both too. ptracer must not stop before it has let the command stop: it stops itself once the
 * command has, so that the outer shell sees its job stopped, and SIGCONT to the group resumes both.
 */
#include "host.h"
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define STOP_WINDOW_SECONDS 2 /* a stop signal older than this had another outcome */

static const int passed_on[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGWINCH};
static const int stops[] = {SIGTSTP, SIGTTIN, SIGTTOU};
static _Atomic int32_t command;
static _Atomic int32_t command_stopped;
static _Atomic int64_t stop_seen_at;
static struct sigaction previous[SIGWINCH + 1];

static int64_t seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + 1; /* never 0, which means "none seen" */
}

static void stop_self(void) {
    atomic_store(&stop_seen_at, 0);
    kill(getpid(), SIGSTOP);
}

static void on_signal(int signal, siginfo_t *info, void *context) {
    (void)context;
    int saved = errno;
    int32_t pid = atomic_load(&command);
    if (info->si_code != SI_KERNEL && pid > 0) kill(pid, signal);
    errno = saved;
}

static void on_stop(int signal, siginfo_t *info, void *context) {
    int saved = errno;
    on_signal(signal, info, context);
    atomic_store(&stop_seen_at, seconds());
    if (atomic_load(&command_stopped)) stop_self();
    errno = saved;
}

static void install(const int *signals, size_t count, void (*handler)(int, siginfo_t *, void *)) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = handler;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < count; i++)
        sigaction(signals[i], handler ? &action : &previous[signals[i]], handler ? &previous[signals[i]] : NULL);
}

int64_t ptracer_forward_signals(int32_t pid) {
    int32_t before = atomic_exchange(&command, pid);
    if ((before == 0) == (pid == 0)) return 0;
    install(passed_on, sizeof passed_on / sizeof *passed_on, pid ? on_signal : NULL);
    install(stops, sizeof stops / sizeof *stops, pid ? on_stop : NULL);
    return 0;
}

void ptracer_command_stopped(int32_t stopped) {
    atomic_store(&command_stopped, stopped);
    int64_t seen = atomic_load(&stop_seen_at);
    if (stopped && seen != 0 && seconds() - seen <= STOP_WINDOW_SECONDS) stop_self();
}
