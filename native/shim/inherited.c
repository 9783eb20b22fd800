/* Under a seccomp filter that was here before us and answers SIGSYS: what the zygote of Android gives every app
 * (bionic/libc/SECCOMP_ALLOWLIST_APP.TXT and its like). Such a filter traps calls that a C library makes before main,
 * and later with every signal blocked, where a trap kills. Three parts let the same static binary run there and
 * anywhere:
 *
 *  1. ptracer_entry (entry.S), the ELF entry: before libc exists, it has this file install a handler for SIGSYS.
 *  2. The handler makes a trapped call by one that every version of the policy allows, or answers as a kernel without
 * it.
 *  3. What libc calls with signals blocked never traps: clone3 and dup2 are defined here in place of libc's, and
 *     scripts/inherited-filter.sh rewrites the call sites of set_robust_list and rseq in the linked image, and fails
 * the build on any call that could trap and is not known here.
 *
 * Code here runs before relocation, without TLS, and inside a signal handler: system calls only, no libc, no data with
 * pointers (Makefile: freestanding). Hot calls are defined in place of libc's too, since a trap takes some 8 us.
 */
#include "call.h"
#include "process.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/time_types.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>

#define KERNEL_SIGSET_BYTES 8
#define SYS_SECCOMP_CODE    1 /* si_code of a SIGSYS by SECCOMP_RET_TRAP */

typedef struct __kernel_timespec timespec64;
struct kernel_timeval {
    int64_t seconds, microseconds;
};

/* As the kernel has them (asm/signal.h, asm/ucontext.h, asm/sigcontext.h): no libc types before libc. */
struct kernel_ucontext {
    uint64_t flags, link, stack[3];
    int64_t r8, r9, r10, r11, r12, r13, r14, r15, rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, rip;
};
struct kernel_siginfo {
    int32_t signo, error, code, padding;
    uint64_t call_address;
    int32_t call;
    uint32_t architecture;
};
#define SA_SIGINFO_FLAG  4u
#define SA_RESTORER_FLAG 0x04000000u
#define SA_NODEFER_FLAG  0x40000000u
#define TRAP_SIGNAL      (1UL << (SIGSYS - 1))

static uint64_t mask_before;
static struct kernel_sigaction action_before;

void ptracer_before_entry(uint64_t *handler, uint64_t *mask) {
    if (action_before.handler == (uintptr_t)SIG_IGN) *handler = (uintptr_t)SIG_IGN;
    *mask |= mask_before & TRAP_SIGNAL;
}

static inline int64_t word(const void *pointer) { return (int64_t)(uintptr_t)pointer; }

/* poll, milliseconds: negative is for ever. */
static inline int64_t poll_by_ppoll(int64_t files, int64_t count, int64_t timeout_ms) {
    int milliseconds = (int)timeout_ms;
    timespec64 timeout = {milliseconds / 1000, milliseconds % 1000 * 1000000LL};
    return call6(SYS_ppoll, files, count, milliseconds < 0 ? 0 : word(&timeout), 0, 0, 0);
}

static int64_t select_by_pselect(int64_t count, int64_t in, int64_t out, int64_t except, struct kernel_timeval *left) {
    if (left == NULL) return call6(SYS_pselect6, count, in, out, except, 0, 0);
    timespec64 timeout = {left->seconds + left->microseconds / 1000000, left->microseconds % 1000000 * 1000};
    int64_t result = call6(SYS_pselect6, count, in, out, except, word(&timeout), 0);
    *left = (struct kernel_timeval){timeout.tv_sec, timeout.tv_nsec / 1000};
    return result;
}

/* dup3 refuses equal descriptors, dup2 gives them back. */
static inline int64_t dup2_by_dup3(int64_t from, int64_t to) {
    if ((int)from != (int)to) return call6(SYS_dup3, from, to, 0, 0, 0, 0);
    int64_t flags = call6(SYS_fcntl, from, F_GETFD, 0, 0, 0, 0);
    return flags < 0 ? flags : (int)to;
}

static int64_t set_times(int64_t directory, int64_t path, const struct kernel_timeval *times) {
    timespec64 exact[2];
    if (times == NULL) return call6(SYS_utimensat, directory, path, 0, 0, 0, 0);
    for (int i = 0; i < 2; i++) exact[i] = (timespec64){times[i].seconds, times[i].microseconds * 1000};
    return call6(SYS_utimensat, directory, path, word(exact), 0, 0, 0);
}

static int64_t set_times_in_seconds(int64_t path, const int64_t *times) {
    if (times == NULL) return call6(SYS_utimensat, AT_FDCWD, path, 0, 0, 0, 0);
    timespec64 exact[2] = {{times[0], 0}, {times[1], 0}};
    return call6(SYS_utimensat, AT_FDCWD, path, word(exact), 0, 0, 0);
}

static int64_t seconds_since_epoch(int64_t *where) {
    timespec64 now;
    int64_t result = call6(SYS_clock_gettime, CLOCK_REALTIME, word(&now), 0, 0, 0, 0);
    if (result < 0) return result;
    if (where != NULL) *where = now.tv_sec;
    return now.tv_sec;
}

/* Rounded as by alarm_setitimer(), kernel/time/itimer.c. */
static int64_t alarm_by_setitimer(int64_t seconds) {
    struct kernel_timeval timer[2] = {{0, 0}, {seconds & 0x7fffffff, 0}}, left[2];
    int64_t result = call6(SYS_setitimer, 0, word(timer), word(left), 0, 0, 0);
    if (result < 0) return result;
    return left[1].seconds + ((left[1].seconds == 0 && left[1].microseconds > 0) || left[1].microseconds >= 500000);
}

static int64_t file_call(int64_t nr, int64_t a, int64_t b, int64_t c) {
    switch (nr) {
    case SYS_open:
        return call6(SYS_openat, AT_FDCWD, a, b, c, 0, 0);
    case SYS_creat:
        return call6(SYS_openat, AT_FDCWD, a, O_CREAT | O_WRONLY | O_TRUNC, b, 0, 0);
    case SYS_stat:
        return call6(SYS_newfstatat, AT_FDCWD, a, b, 0, 0, 0);
    case SYS_lstat:
        return call6(SYS_newfstatat, AT_FDCWD, a, b, AT_SYMLINK_NOFOLLOW, 0, 0);
    case SYS_access:
        return call6(SYS_faccessat, AT_FDCWD, a, b, 0, 0, 0);
    case SYS_rename:
        return call6(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, 0, 0);
    case SYS_mkdir:
        return call6(SYS_mkdirat, AT_FDCWD, a, b, 0, 0, 0);
    case SYS_rmdir:
        return call6(SYS_unlinkat, AT_FDCWD, a, AT_REMOVEDIR, 0, 0, 0);
    case SYS_unlink:
        return call6(SYS_unlinkat, AT_FDCWD, a, 0, 0, 0, 0);
    case SYS_link:
        return call6(SYS_linkat, AT_FDCWD, a, AT_FDCWD, b, 0, 0);
    case SYS_symlink:
        return call6(SYS_symlinkat, a, AT_FDCWD, b, 0, 0, 0);
    case SYS_readlink:
        return call6(SYS_readlinkat, AT_FDCWD, a, b, c, 0, 0);
    case SYS_chmod:
        return call6(SYS_fchmodat, AT_FDCWD, a, b, 0, 0, 0);
    case SYS_chown:
        return call6(SYS_fchownat, AT_FDCWD, a, b, c, 0, 0);
    case SYS_lchown:
        return call6(SYS_fchownat, AT_FDCWD, a, b, c, AT_SYMLINK_NOFOLLOW, 0);
    case SYS_mknod:
        return call6(SYS_mknodat, AT_FDCWD, a, b, c, 0, 0);
    case SYS_utime:
        return set_times_in_seconds(a, (const int64_t *)b);
    case SYS_utimes:
        return set_times(AT_FDCWD, a, (const struct kernel_timeval *)b);
    case SYS_futimesat:
        return set_times(a, b, (const struct kernel_timeval *)c);
    default:
        return -ENOSYS;
    }
}

static int64_t other_call(int64_t nr, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e) {
    switch (nr) {
    case SYS_pipe:
        return call6(SYS_pipe2, a, 0, 0, 0, 0, 0);
    case SYS_dup2:
        return dup2_by_dup3(a, b);
    case SYS_poll:
        return poll_by_ppoll(a, b, c);
    case SYS_select:
        return select_by_pselect(a, b, c, d, (struct kernel_timeval *)e);
    case SYS_epoll_wait:
        return call6(SYS_epoll_pwait, a, b, c, d, 0, KERNEL_SIGSET_BYTES);
    case SYS_epoll_create:
        return (int)a <= 0 ? -EINVAL : call6(SYS_epoll_create1, 0, 0, 0, 0, 0, 0);
    case SYS_eventfd:
        return call6(SYS_eventfd2, a, 0, 0, 0, 0, 0);
    case SYS_signalfd:
        return call6(SYS_signalfd4, a, b, c, 0, 0, 0);
    case SYS_inotify_init:
        return call6(SYS_inotify_init1, 0, 0, 0, 0, 0, 0);
    case SYS_accept:
        return call6(SYS_accept4, a, b, c, 0, 0, 0);
    case SYS_getpgrp:
        return call6(SYS_getpgid, 0, 0, 0, 0, 0, 0);
    case SYS_alarm:
        return alarm_by_setitimer(a);
    case SYS_time:
        return seconds_since_epoch((int64_t *)a);
    case SYS_fork:
        return call6(SYS_clone, SIGCHLD, 0, 0, 0, 0, 0);
    case SYS_pause:
        return call6(SYS_ppoll, 0, 0, 0, 0, 0, 0);
    /* For root alone, which nobody is where such a filter holds. */
    case SYS_setuid:
    case SYS_setgid:
    case SYS_setreuid:
    case SYS_setregid:
    case SYS_setresgid:
    case SYS_setgroups:
    case SYS_chroot:
    case SYS_mount:
    case SYS_umount2:
        return -EPERM;
    default:
        return -ENOSYS;
    }
}

int64_t ptracer_by_allowed_call(int64_t nr, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e) {
    int64_t result = file_call(nr, a, b, c);
    return result != -ENOSYS ? result : other_call(nr, a, b, c, d, e);
}

/* Counts what the filter has trapped; a child that shares our memory counts here, too (ptracer_is_forbidden). */
static volatile int32_t trapped;

int32_t ptracer_trapped_calls(void) { return trapped; }

static void on_trapped_call(int signal, void *information, void *context) {
    const struct kernel_siginfo *info = information;
    struct kernel_ucontext *at = context;
    (void)signal;
    if (info->code != SYS_SECCOMP_CODE) return;
    trapped = trapped + 1;
    if (info->architecture != AUDIT_ARCH_X86_64) at->rax = -ENOSYS;
    else at->rax = ptracer_by_allowed_call(info->call, at->rdi, at->rsi, at->rdx, at->r10, at->r8);
}

__attribute__((naked)) static void return_from_signal(void) {
    __asm__("mov %0, %%eax\n\tsyscall" : : "i"(SYS_rt_sigreturn));
}

/* Called by entry.S, on the stack that the kernel made, before anything else of the program. */
void ptracer_prepare_for_traps(void);
void ptracer_prepare_for_traps(void) {
    struct kernel_sigaction action = {(uintptr_t)on_trapped_call, SA_SIGINFO_FLAG | SA_RESTORER_FLAG | SA_NODEFER_FLAG,
                                      (uintptr_t)return_from_signal, 0};
    uint64_t trap = TRAP_SIGNAL;
    call6(SYS_rt_sigaction, SIGSYS, word(&action), word(&action_before), KERNEL_SIGSET_BYTES, 0, 0);
    call6(SYS_rt_sigprocmask, SIG_UNBLOCK, word(&trap), word(&mask_before), KERNEL_SIGSET_BYTES, 0, 0);
}
