/* The fast path's parts: lookup.c finds what a path names, fast.c makes calls of it. */
#ifndef PTRACER_GUEST_FAST_H
#define PTRACER_GUEST_FAST_H
#include "../shim.h"
#include <stddef.h>
#include <sys/syscall.h>

struct site {
    unsigned long address, nr;
};

struct frame {
    unsigned long busy, stop, index, arg[6], kept[7], flags;
    long result;
    unsigned long target, rflags, exit;
    const struct ptracer_fast *session;
};

_Static_assert(offsetof(struct frame, exit) == PTRACER_FRAME_EXIT, "as fast.S has it");

/* What a call comes to: an answer, or the guest's own call, which traps. */
enum { DONE, DEFER };

/* Where a path leads, from a descriptor: its text is the guest's, or the host's if it is absolute. */
struct place {
    long dirfd;
    char *path;
    int is_name; /* one component, and no slash behind */
    int is_empty;
};

static inline long sys5(long nr, unsigned long a, unsigned long b, unsigned long c, unsigned long d, unsigned long e) {
    long result;
    register unsigned long r10 __asm__("r10") = d;
    register unsigned long r8 __asm__("r8") = e;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
                     : "rcx", "r11", "memory");
    return result;
}

static inline void close_fd(long fd) { sys5(SYS_close, (unsigned long)fd, 0, 0, 0, 0); }

struct stat;

/* Opens what may have to be waited for: nr is that of openat2(2), or openat. */
long ptracer_fast_open(long nr, long dirfd, const char *path, unsigned long how, unsigned long size);
/* Copies up to a NUL, which is copied too, or so many bytes: how many before the NUL; -1: a page was not there. */
long ptracer_fast_copy(char *to, const char *from, long size);
void ptracer_fast_call(struct frame *frame);

/* Reads a path of the guest's; DEFER: it may lead elsewhere than its text says. */
int fast_find(struct frame *frame, long dirfd, unsigned long user_path, struct place *place);
/* A descriptor, or -errno as the guest shall have it; flags are open(2)'s. */
int fast_open(struct frame *frame, struct place *place, unsigned long flags, long *fd);
/* Whether that may be asked for our own use: openat2(2) is there, and nobody else sees this process's descriptors. */
int fast_has_descriptors(const struct frame *frame);
/* For a call by the path: no error, and it is free of links for now; or the error as the guest shall have it. */
int fast_check(struct frame *frame, struct place *place, int nofollow, int *error);
/* lstat(2) of a place: 0 or -errno. */
int fast_look(const struct place *place, struct stat *status);
int fast_is_plain_link(const struct stat *link, long length);

#endif
