/* Remembers how this process was started. A constructor runs before the .NET runtime, which ignores SIGPIPE, may raise
 * RLIMIT_NOFILE and decodes argv lossily; a guest must inherit what ptracer itself was given. */
#include "process.h"
#include "call.h"
#include "host.h"
#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

static int32_t original_argc;
static char **original_argv;
static struct kernel_sigaction original_actions[SIGRTMAX_KERNEL + 1];
static uint64_t original_mask;
static struct rlimit original_files;

/* Raw system calls: the spawned child uses them too, and must leave errno alone. */
static int64_t signal_action(int signal, const struct kernel_sigaction *new, struct kernel_sigaction *old) {
    return ptracer_syscall(SYS_rt_sigaction, signal, (int64_t)(uintptr_t) new, (int64_t)(uintptr_t)old,
                           sizeof(uint64_t), 0, 0);
}

__attribute__((constructor)) static void remember(int argc, char **argv, char **envp) {
    (void)envp;
    original_argc = argc;
    original_argv = argv;
    for (int signal = 1; signal <= SIGRTMAX_KERNEL; signal++) signal_action(signal, NULL, &original_actions[signal]);
    ptracer_syscall(SYS_rt_sigprocmask, SIG_BLOCK, 0, (int64_t)(uintptr_t)&original_mask, sizeof original_mask, 0, 0);
    ptracer_before_entry(&original_actions[SIGSYS].handler, &original_mask);
    getrlimit(RLIMIT_NOFILE, &original_files);
}

void ptracer_restore_process(void) {
    for (int signal = 1; signal <= SIGRTMAX_KERNEL; signal++) {
        struct kernel_sigaction now;
        /* Handlers fall to SIG_DFL at exec; only what is ignored is inherited. That of SIGSYS stays until then. */
        if (signal_action(signal, NULL, &now) == 0 && now.handler != original_actions[signal].handler)
            signal_action(signal, &original_actions[signal], NULL);
    }
    ptracer_syscall(SYS_rt_sigprocmask, SIG_SETMASK, (int64_t)(uintptr_t)&original_mask, 0, sizeof original_mask, 0, 0);
    ptracer_syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, (int64_t)(uintptr_t)&original_files, 0, 0, 0);
}

void ptracer_ignore_signal(int signal) {
    const struct kernel_sigaction ignore = {.handler = (uint64_t)(uintptr_t)SIG_IGN};
    signal_action(signal, &ignore, NULL);
}

int32_t ptracer_argc(void) { return original_argc; }

const uint8_t *ptracer_argv(int32_t index) {
    return index >= 0 && index < original_argc ? (const uint8_t *)original_argv[index] : NULL;
}

const uint8_t *const *ptracer_environ(void) { return (const uint8_t *const *)environ; }

const uint8_t *ptracer_stub(uint64_t *size_bytes) {
    *size_bytes = (uint64_t)(ptracer_stub_image_end - ptracer_stub_image);
    return ptracer_stub_image;
}

const uint8_t *ptracer_stub_i386(uint64_t *size_bytes) {
    *size_bytes = (uint64_t)(ptracer_stub_i386_image_end - ptracer_stub_i386_image);
    return ptracer_stub_i386_image;
}

int64_t ptracer_syscall(int64_t nr, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f) {
    return call6(nr, a, b, c, d, e, f);
}
