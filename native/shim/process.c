/* Remembers how this process was started. A constructor runs before the .NET runtime, which ignores SIGPIPE, may raise
 * RLIMIT_NOFILE and decodes argv lossily; a guest must inherit what ptracer itself was given. */
#include "process.h"
#include "host.h"
#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

static int32_t original_argc;
static char **original_argv;
static struct sigaction original_actions[SIGRTMAX_KERNEL + 1];
static sigset_t original_mask;
static struct rlimit original_files;

__attribute__((constructor)) static void remember(int argc, char **argv, char **envp) {
    (void)envp;
    original_argc = argc;
    original_argv = argv;
    for (int signal = 1; signal <= SIGRTMAX_KERNEL; signal++) sigaction(signal, NULL, &original_actions[signal]);
    sigprocmask(SIG_BLOCK, NULL, &original_mask);
    getrlimit(RLIMIT_NOFILE, &original_files);
}

void ptracer_restore_process(void) {
    for (int signal = 1; signal <= SIGRTMAX_KERNEL; signal++) {
        struct sigaction now;
        /* Handlers fall to SIG_DFL at exec; only what is ignored is inherited. */
        if (sigaction(signal, NULL, &now) == 0 && now.sa_handler != original_actions[signal].sa_handler)
            sigaction(signal, &original_actions[signal], NULL);
    }
    sigprocmask(SIG_SETMASK, &original_mask, NULL);
    setrlimit(RLIMIT_NOFILE, &original_files);
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

int64_t ptracer_syscall(int64_t nr, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f) {
    int64_t result;
    register int64_t r10 __asm__("r10") = d;
    register int64_t r8 __asm__("r8") = e;
    register int64_t r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}
