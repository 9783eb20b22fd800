/* Starts the first tracee. Between fork and exec only this file's code runs: no managed code, no allocation.
 *
 *   parent                          child
 *   fork                            read(go): waits until it is seized
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
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum step { STEP_START = 1, STEP_DIRECTORY, STEP_NO_NEW_PRIVS, STEP_FILTER, STEP_EXEC };

static _Noreturn void give_up(int error_fd, enum step step) {
    int32_t report[2] = {(int32_t)step, errno};
    ssize_t written = write(error_fd, report, sizeof report);
    _exit(written == sizeof report ? 125 : 124);
}

static _Noreturn void child(const struct ptracer_spawn *spawn, int go, int error_fd) {
    char byte;
    if (read(go, &byte, 1) != 1) give_up(error_fd, STEP_START);
    ptracer_restore_process();
    if (chdir(spawn->working_directory) != 0) give_up(error_fd, STEP_DIRECTORY);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) give_up(error_fd, STEP_NO_NEW_PRIVS);
    struct sock_fprog program = {(unsigned short)spawn->filter_length, (struct sock_filter *)(uintptr_t)spawn->filter};
    /* SPEC_ALLOW: a filter must not turn on the store bypass mitigation, which slows everything down (seccomp(2)). */
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program) != 0 &&
        (errno != EINVAL || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0))
        give_up(error_fd, STEP_FILTER);
    execve(spawn->executable, (char *const *)(uintptr_t)spawn->argv, (char *const *)(uintptr_t)spawn->envp);
    give_up(error_fd, STEP_EXEC);
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
    pid_t pid = fork();
    if (pid == 0) child(spawn, go[0], errors[1]);
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
