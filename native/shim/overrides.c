/* Functions of libc that this program has in place of libc's own, so that they never make a call that an inherited
 * filter traps: clone3 and dup2 are called with every signal blocked, where a trap kills; the others are hot
 * (inherited.c). Each lies alone in its object of glibc's libc.a, whose callers therefore bind to these. */
#include "process.h"
#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

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

int __dup2(int from, int to);
int __dup2(int from, int to) { return result_of(ptracer_by_allowed_call(SYS_dup2, from, to, 0, 0, 0)); }
int dup2(int from, int to) __attribute__((alias("__dup2")));

int epoll_wait(int epoll, struct epoll_event *events, int count, int timeout_ms) {
    return result_of(ptracer_by_allowed_call(SYS_epoll_wait, epoll, word(events), count, timeout_ms, 0));
}

int __poll(struct pollfd *files, nfds_t count, int timeout_ms);
int __poll(struct pollfd *files, nfds_t count, int timeout_ms) {
    return result_of(ptracer_by_allowed_call(SYS_poll, word(files), (int64_t)count, timeout_ms, 0, 0));
}
int poll(struct pollfd *files, nfds_t count, int timeout_ms) __attribute__((alias("__poll")));
