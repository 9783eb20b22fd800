/* Which calls a filter from before ours forbids: asked of the kernel, since no call tells. */
#include "host.h"
#include "process.h"
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Bad descriptors, addresses and sizes: whatever the call is, it fails. */
static int attempt(void *argument) {
    const int32_t *nr = argument;
    ptracer_syscall(*nr, -1, -1, -1, -1, -1, -1);
    return 0;
}

int32_t ptracer_is_forbidden(int32_t nr) {
    static char stack[16384] __attribute__((aligned(16)));
    /* Tried, pause would last, and fork and vfork would return twice; the policies that we know of are one in these. */
    if (nr == SYS_pause || nr == SYS_fork) return 1;
    if (nr == SYS_vfork || nr == SYS_rt_sigreturn || nr == SYS_exit || nr == SYS_exit_group) return 0;
    int32_t before = ptracer_trapped_calls();
    pid_t pid = clone(attempt, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, &nr);
    if (pid < 0) return 0;
    while (ptracer_syscall(SYS_wait4, pid, 0, __WALL, 0, 0, 0) == -EINTR) {
    }
    return ptracer_trapped_calls() != before;
}
