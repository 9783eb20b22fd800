/* Starts the first tracee. The child shares our memory until it executes (CLONE_VM): copying the page tables of the
 * runtime, and its page faults afterwards, would cost more than all the rest. So the child makes raw system calls only
 * (errno is the parent's too), on a stack of its own, and what it reads must live until it has executed.
 *
 *   parent                          child
 *   clone                           read(go): waits until it is seized
 *   PTRACE_SEIZE with options
 *   write(go)                       restore signals and limits, chdir, NO_NEW_PRIVS, seccomp filter
 *   (wait loop, in C#)              execve(stub): the filter traps it, PTRACE_EVENT_SECCOMP, then PTRACE_EVENT_EXEC
 *
 * PTRACE_SEIZE before the filter, with PTRACE_O_TRACESECCOMP set, so that no trapped call finds no tracer (ENOSYS), and
 * PTRACE_O_EXITKILL, so that no untranslated guest outlives its tracer.
 */
#include "host.h"
#include "process.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum step { STEP_START = 1, STEP_LIMITS, STEP_DIRECTORY, STEP_NO_NEW_PRIVS, STEP_FILTER, STEP_EXEC };

static int64_t call(int64_t nr, int64_t a, int64_t b, int64_t c) { return ptracer_syscall(nr, a, b, c, 0, 0, 0); }

static int64_t word(const void *pointer) { return (int64_t)(uintptr_t)pointer; }

static int give_up(const struct ptracer_spawn *spawn, enum step step, int64_t result) {
    int32_t report[2] = {(int32_t)step, (int32_t)-result};
    int64_t written = call(SYS_write, spawn->error_fd_of_child, word(report), sizeof report);
    return written == sizeof report ? 125 : 124;
}

static int64_t set_filter(const struct ptracer_spawn *spawn) {
    struct sock_fprog program = {(unsigned short)spawn->filter_length, (struct sock_filter *)(uintptr_t)spawn->filter};
    /* SPEC_ALLOW: a filter must not turn on the store bypass mitigation, which slows everything down (seccomp(2)). */
    int64_t result = call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, word(&program));
    return result == -EINVAL ? call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, word(&program)) : result;
}

/* Who may not raise a hard limit keeps his own, as systemd has it (setrlimit_closest in src/basic/rlimit-util.c). */
static int64_t set_limits(const struct ptracer_spawn *spawn) {
    int64_t result = 0;
    for (uint64_t i = 0; i < spawn->limit_count && result == 0; i++) {
        const struct ptracer_limit *limit = &spawn->limits[i];
        uint64_t wanted[2] = {limit->soft, limit->hard}, now[2];
        result = ptracer_syscall(SYS_prlimit64, 0, limit->resource, word(wanted), 0, 0, 0);
        if (result != -EPERM) continue;
        result = ptracer_syscall(SYS_prlimit64, 0, limit->resource, 0, word(now), 0, 0);
        if (result != 0) break;
        if (wanted[1] > now[1]) wanted[1] = now[1];
        if (wanted[0] > wanted[1]) wanted[0] = wanted[1];
        result = ptracer_syscall(SYS_prlimit64, 0, limit->resource, word(wanted), 0, 0, 0);
    }
    return result;
}

/* Variables such as LISTEN_PID hold the id of the process that they are given to: only that process knows it in time.
 */
static void write_pid(const struct ptracer_spawn *spawn) {
    char digits[PTRACER_PID_DIGITS + 1];
    int64_t start = PTRACER_PID_DIGITS, pid = call(SYS_getpid, 0, 0, 0);
    digits[start] = '\0';
    do digits[--start] = (char)('0' + pid % 10);
    while ((pid /= 10) > 0);
    for (uint64_t i = 0; i < spawn->pid_text_count; i++)
        for (int64_t at = start; at <= PTRACER_PID_DIGITS; at++) spawn->pid_texts[i][at - start] = digits[at];
}

/* Returns what the child exits with: clone(2) calls _exit with it. */
static int child(void *argument) {
    const struct ptracer_spawn *spawn = argument;
    char byte;
    call(SYS_close, spawn->go_fd_of_parent, 0, 0); /* so that the read ends if the parent dies */
    int64_t result = call(SYS_read, spawn->go_fd, word(&byte), 1);
    if (result != 1) return give_up(spawn, STEP_START, result);
    ptracer_restore_process();
    result = set_limits(spawn);
    if (result != 0) return give_up(spawn, STEP_LIMITS, result);
    result = call(SYS_chdir, word(spawn->working_directory), 0, 0);
    if (result != 0) return give_up(spawn, STEP_DIRECTORY, result);
    result = call(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0);
    if (result != 0) return give_up(spawn, STEP_NO_NEW_PRIVS, result);
    write_pid(spawn);
    result = set_filter(spawn);
    if (result != 0) return give_up(spawn, STEP_FILTER, result);
    return give_up(spawn, STEP_EXEC, call(SYS_execve, word(spawn->executable), word(spawn->argv), word(spawn->envp)));
}

/* With every signal blocked, so that no handler of ours runs in the child before it has given them up. */
static pid_t clone_child(struct ptracer_spawn *spawn) {
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    pid_t pid = clone(child, (char *)spawn->stack + spawn->stack_size, CLONE_VM | SIGCHLD, spawn);
    int error = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return pid;
}

static int64_t abandon(pid_t pid, int error) {
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    return -error;
}

int64_t ptracer_spawn(struct ptracer_spawn *spawn) {
    int go[2], errors[2];
    if (pipe2(go, O_CLOEXEC) != 0) return -errno;
    if (pipe2(errors, O_CLOEXEC) != 0) {
        int error = errno;
        close(go[0]);
        close(go[1]);
        return -error;
    }
    spawn->go_fd = go[0];
    spawn->go_fd_of_parent = go[1];
    spawn->error_fd_of_child = errors[1];
    pid_t pid = clone_child(spawn);
    int64_t result = pid < 0 ? -errno : pid;
    if (pid > 0 && ptrace(PTRACE_SEIZE, pid, 0, spawn->ptrace_options) != 0) result = abandon(pid, errno);
    else if (pid > 0 && write(go[1], "", 1) != 1) result = abandon(pid, errno);
    close(go[0]);
    close(go[1]);
    close(errors[1]);
    if (result < 0) close(errors[0]);
    else spawn->error_fd = errors[0];
    return result;
}
