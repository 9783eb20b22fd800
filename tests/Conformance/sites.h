// Calls that are made again and again at one place of the program, its site: `mov $number, %eax; syscall`, as C
// libraries make them. AT_SITE(stat, path, &st) sets errno as stat(2) does.
#ifndef SITES_H
#define SITES_H
#include "conformance.h"

#ifdef __x86_64__
#define SITE(name, number)                                                                                             \
    __attribute__((noinline, unused)) static long site_##name(uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d,      \
                                                              uintptr_t e) {                                           \
        register uintptr_t r10 __asm__("r10") = d;                                                                     \
        register uintptr_t r8 __asm__("r8") = e;                                                                       \
        long result;                                                                                                   \
        __asm__ volatile("mov %1, %%eax\n    syscall"                                                                  \
                         : "=a"(result)                                                                                \
                         : "i"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)                                      \
                         : "rcx", "r11", "memory", "cc");                                                              \
        if (result >= 0 || result < -4095) return result;                                                              \
        errno = (int)-result;                                                                                          \
        return -1;                                                                                                     \
    }
SITE(stat, SYS_stat)
SITE(lstat, SYS_lstat)
#else // nothing is patched there, but the calls are the same
#define SITE(name, number)                                                                                             \
    __attribute__((unused)) static long site_##name(uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d, uintptr_t e) { \
        return syscall(number, a, b, c, d, e);                                                                         \
    }
SITE(stat, SYS_stat64)
SITE(lstat, SYS_lstat64)
#endif
SITE(newfstatat, SYS_newfstatat)
SITE(statx, SYS_statx)
SITE(open, SYS_open)
SITE(openat, SYS_openat)
SITE(access, SYS_access)
SITE(faccessat, SYS_faccessat)
SITE(faccessat2, SYS_faccessat2)
SITE(readlink, SYS_readlink)
SITE(readlinkat, SYS_readlinkat)
SITE(getxattr, SYS_getxattr)
SITE(lgetxattr, SYS_lgetxattr)

#define AT_SITE(name, ...)    SITE_WORDS(site_##name, __VA_ARGS__, 0, 0, 0, 0)
#define SITE_WORDS(site, ...) SITE_FIVE(site, __VA_ARGS__)
#define SITE_FIVE(site, a, b, c, d, e, ...)                                                                            \
    site((uintptr_t)(a), (uintptr_t)(b), (uintptr_t)(c), (uintptr_t)(d), (uintptr_t)(e))

enum { ROUNDS = 5 };

// 0 for a descriptor, which is closed.
static inline long site_closed(long fd) { return fd < 0 ? fd : close((int)fd); }

// Prints a call's outcome, or that it differs from round to round.
#define AGAIN(...) AGAIN_AS(#__VA_ARGS__, __VA_ARGS__)
#define AGAIN_AS(label, ...)                                                                                           \
    do {                                                                                                               \
        long first = 0;                                                                                                \
        int first_error = 0;                                                                                           \
        for (int round = 0; round < ROUNDS; round++) {                                                                 \
            errno = 0;                                                                                                 \
            long result = (long)(__VA_ARGS__);                                                                         \
            int error = result == -1 ? errno : 0;                                                                      \
            if (round == 0) {                                                                                          \
                first = result;                                                                                        \
                first_error = error;                                                                                   \
                conf_report(label, result);                                                                            \
            } else if (result != first || error != first_error) {                                                      \
                printf("in round %d ", round);                                                                         \
                conf_report(label, result);                                                                            \
            }                                                                                                          \
        }                                                                                                              \
    } while (0)
#endif
