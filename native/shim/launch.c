/* Starts an ordinary program, untraced: a tracer, a keeper. As in spawn.c the child shares our memory until it executes
 * and makes raw system calls only; we sleep meanwhile (CLONE_VFORK), so a failed exec is simply told. */
#include "host.h"
#include "process.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int64_t call(int64_t nr, int64_t a, int64_t b, int64_t c) { return ptracer_syscall(nr, a, b, c, 0, 0, 0); }

static int64_t word(const void *pointer) { return (int64_t)(uintptr_t)pointer; }

/* Descriptor i of the child is files[i] of the parent; -1 is closed. Sources are moved out of the way first. */
static int64_t set_files(struct ptracer_launch *launch) {
    int64_t count = (int64_t)launch->file_count;
    for (int64_t i = 0; i < count; i++) {
        if (launch->files[i] < 0) continue;
        int64_t moved = call(SYS_fcntl, launch->files[i], F_DUPFD_CLOEXEC, count);
        if (moved < 0) return moved;
        launch->files[i] = (int32_t)moved;
    }
    for (int64_t i = 0; i < count; i++) {
        if (launch->files[i] < 0) call(SYS_close, i, 0, 0);
        else {
            int64_t result = call(SYS_dup3, launch->files[i], i, 0);
            if (result < 0) return result;
        }
    }
    return 0;
}

static int64_t prepare(struct ptracer_launch *launch) {
    int64_t result;
    /* Every descriptor of ours is close-on-exec anyway; kernels before 5.11 and Android before 13 lack the call. */
    call(SYS_close_range, (int64_t)launch->file_count, ~0U, CLOSE_RANGE_CLOEXEC);
    ptracer_restore_process();
    /* Before anything can fail halfway: a child whose parent has died meanwhile ends too. */
    if (launch->flags & PTRACER_LAUNCH_DIE_WITH_PARENT) {
        result = call(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0);
        if (result != 0) return result;
        if (call(SYS_getppid, 0, 0, 0) != launch->parent) return -ESRCH;
    }
    if (launch->flags & PTRACER_LAUNCH_NEW_SESSION) {
        result = call(SYS_setsid, 0, 0, 0);
        if (result < 0) return result;
    }
    result = set_files(launch);
    if (result != 0) return result;
    if (launch->flags & PTRACER_LAUNCH_TERMINAL) {
        result = call(SYS_ioctl, 0, TIOCSCTTY, 0);
        if (result != 0) return result;
    }
    if (launch->flags & PTRACER_LAUNCH_IGNORE_SIGPIPE) ptracer_ignore_signal(SIGPIPE);
    if (launch->umask >= 0) call(SYS_umask, launch->umask, 0, 0);
    if (launch->flags & PTRACER_LAUNCH_NICE) {
        result = call(SYS_setpriority, PRIO_PROCESS, 0, launch->nice);
        if (result != 0 && result != -EPERM && result != -EACCES) return result;
    }
    return launch->working_directory == NULL ? 0 : call(SYS_chdir, word(launch->working_directory), 0, 0);
}

static int child(void *argument) {
    struct ptracer_launch *launch = argument;
    launch->error = (int32_t)-prepare(launch);
    if (launch->error == 0)
        launch->error = (int32_t)-call(SYS_execve, word(launch->executable), word(launch->argv), word(launch->envp));
    return 125;
}

int64_t ptracer_launch(struct ptracer_launch *launch) {
    sigset_t all, before;
    sigfillset(&all);
    sigdelset(&all, SIGSYS); /* a blocked trap kills (inherited.c) */
    launch->error = 0;
    launch->parent = getpid();
    sigprocmask(SIG_BLOCK, &all, &before);
    pid_t pid = clone(child, (char *)launch->stack + launch->stack_size, CLONE_VM | CLONE_VFORK | SIGCHLD, launch);
    int error = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (pid < 0) return -error;
    if (launch->error == 0) return pid;
    while (ptracer_syscall(SYS_wait4, pid, 0, 0, 0, 0, 0) == -EINTR) {
    }
    return -launch->error;
}

int64_t ptracer_execute(const char *path, const char *const *argv, const char *const *envp) {
    ptracer_restore_process();
    return ptracer_syscall(SYS_execve, word(path), word(argv), word(envp), 0, 0, 0);
}

/* Not there in the whole image, and in the library of the tests. */
extern const uint8_t ptracer_whole_image_start[] __attribute__((weak));
extern const uint8_t ptracer_whole_image_end[] __attribute__((weak));
extern const char ptracer_whole_image_id[] __attribute__((weak));

const uint8_t *ptracer_whole_image(uint64_t *size_bytes, const char **id) {
    *size_bytes = (uint64_t)(ptracer_whole_image_end - ptracer_whole_image_start);
    *id = ptracer_whole_image_id;
    return ptracer_whole_image_start;
}
