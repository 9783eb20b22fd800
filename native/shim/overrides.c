/* Functions of libc that this program has in place of libc's own, so that they never make a call that an inherited
 * filter traps: clone3 and dup2 are called with every signal blocked, where a trap kills; the others are hot
 * (inherited.c). Each lies alone in its object of glibc's libc.a, whose callers therefore bind to these. */
#include "host.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define KERNEL_SIGSET_BYTES 8

static int result_of(int64_t result) {
    if (result >= 0) return (int)result;
    errno = (int)-result;
    return -1;
}

static int64_t word(const void *pointer) { return (int64_t)(uintptr_t)pointer; }

/* pthread_create and posix_spawn fall back to clone. */
int __clone3(void *arguments, size_t size_bytes, int (*function)(void *), void *argument);
int __clone3(void *arguments, size_t size_bytes, int (*function)(void *), void *argument) {
    (void)arguments, (void)size_bytes, (void)function, (void)argument;
    return result_of(-ENOSYS);
}

/* dup3 refuses equal descriptors, dup2 gives them back. */
int __dup2(int from, int to);
int __dup2(int from, int to) {
    if (from != to) return result_of(ptracer_syscall(SYS_dup3, from, to, 0, 0, 0, 0));
    int64_t flags = ptracer_syscall(SYS_fcntl, from, F_GETFD, 0, 0, 0, 0);
    return flags < 0 ? result_of(flags) : to;
}
int dup2(int from, int to) __attribute__((alias("__dup2")));

int epoll_wait(int epoll, struct epoll_event *events, int count, int timeout_ms) {
    return result_of(ptracer_syscall(SYS_epoll_pwait, epoll, word(events), count, timeout_ms, 0, KERNEL_SIGSET_BYTES));
}

int __poll(struct pollfd *files, nfds_t count, int timeout_ms);
int __poll(struct pollfd *files, nfds_t count, int timeout_ms) {
    struct timespec timeout = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
    return result_of(ptracer_syscall(SYS_ppoll, word(files), (int64_t)count, timeout_ms < 0 ? 0 : word(&timeout), 0,
                                     KERNEL_SIGSET_BYTES, 0));
}
int poll(struct pollfd *files, nfds_t count, int timeout_ms) __attribute__((alias("__poll")));
