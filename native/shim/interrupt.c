/* Signals that would end the process wait until it has removed what it has half made: a handler notes them, the program
 * asks between two steps, cleans up, and then dies of the signal as if it had never been caught. The runtime's own
 * facility for this is not used: it also handles SIGCHLD, and reaps the children that a tracer waits for.
 */
#include "host.h"
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

static const int ending[] = {SIGINT, SIGTERM, SIGHUP};
#define ENDING_COUNT (sizeof ending / sizeof *ending)

static _Atomic int32_t held;
static int32_t holds;
static struct sigaction before[ENDING_COUNT], before_size_limit;

static void note(int signal) { atomic_store(&held, signal); }

void ptracer_hold_signals(void) {
    if (holds++ != 0) return;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigfillset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    for (size_t i = 0; i < ENDING_COUNT; i++) {
        sigaction(ending[i], NULL, &before[i]);
        action.sa_handler = note;
        /* nohup(1) and a shell's background jobs ignore some of them, and mean it. */
        if (before[i].sa_handler != SIG_IGN) sigaction(ending[i], &action, NULL);
    }
    /* A file that grows over RLIMIT_FSIZE is an error of the write (EFBIG), not the end. */
    action.sa_handler = SIG_IGN;
    sigaction(SIGXFSZ, &action, &before_size_limit);
}

int32_t ptracer_held_signal(void) { return atomic_load(&held); }

void ptracer_release_signals(void) {
    if (--holds != 0) return;
    for (size_t i = 0; i < ENDING_COUNT; i++) sigaction(ending[i], &before[i], NULL);
    sigaction(SIGXFSZ, &before_size_limit, NULL);
    int32_t signal_number = atomic_exchange(&held, 0);
    if (signal_number == 0) return;
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}
