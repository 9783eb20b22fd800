/* The fast path's calls: those with a path, answered in the guest where the kernel itself can guarantee what a chroot
 * would answer.
 *
 * Exact or defer. Wherever a path is not as plain as lookup.c wants it, and for whatever answer may have to do with
 * ptracer itself (EACCES above the rootfs, a path too long with it, no descriptor left), the guest's own call is made,
 * which traps.
 */
#include "fast.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef AT_EMPTY_PATH
#define AT_EMPTY_PATH 0x1000
#endif
#define AT_NO_AUTOMOUNT_FLAG 0x800
#define STATX_SYNC_FLAGS     0x6000
#define STATX_RESERVED_MASK  0x80000000u
#define LINKS_MAX            8
#define SYSCALL_SIZE         2

static int done(struct frame *frame, long result) {
    frame->result = result;
    return DONE;
}

static int may(const struct frame *frame, unsigned flag) { return (frame->session->flags & flag) != 0; }

/* stat, lstat, newfstatat (flags, buffer), statx (flags, mask, buffer) */
static int status(struct frame *frame, long dirfd, unsigned long path, unsigned flags, unsigned long buffer,
                  int is_statx, unsigned mask) {
    const unsigned known =
        AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT_FLAG | AT_EMPTY_PATH | (is_statx ? STATX_SYNC_FLAGS : 0u);
    struct place place;
    long nr = is_statx ? SYS_statx : SYS_newfstatat, fd;
    if ((flags & ~known) || (is_statx && ((mask & STATX_RESERVED_MASK) || !may(frame, PTRACER_FAST_STATX))))
        return DEFER;
    if (fast_find(frame, dirfd, path, &place) == DEFER) return DEFER;
    if (place.is_empty ? !(flags & AT_EMPTY_PATH) : 0) return DEFER;
    if (!place.is_empty && !(place.is_name && (flags & AT_SYMLINK_NOFOLLOW))) {
        if (fast_open_place(frame, &place, flags & AT_SYMLINK_NOFOLLOW, &fd) == DEFER) return DEFER;
        if (fd < 0) return done(frame, fd);
        flags = (flags & ~(unsigned)AT_SYMLINK_NOFOLLOW) | AT_EMPTY_PATH;
        frame->result = is_statx ? sys5(nr, (unsigned long)fd, (unsigned long)"", flags, mask, buffer)
                                 : sys5(SYS_fstat, (unsigned long)fd, buffer, 0, 0, 0);
        close_fd(fd);
        return DONE;
    }
    return done(frame, is_statx ? sys5(nr, (unsigned long)place.dirfd, (unsigned long)place.path, flags, mask, buffer)
                                : sys5(nr, (unsigned long)place.dirfd, (unsigned long)place.path, buffer, flags, 0));
}

static int ends_with(const char *path, const char *end) {
    const char *p = path, *e = end;
    while (*p) p++;
    while (*e) e++;
    while (e > end && p > path && p[-1] == e[-1]) p--, e--;
    return e == end;
}

/* Once more, what has been found: by its name in /proc, with the lowest number that is free, as open(2) has it. A
 * descriptor of O_PATH is moved out of the way; one that reads may not be, for closing it would release locks. */
static long open_again(struct frame *frame, long fd, unsigned flags) {
    struct stat status;
    long high = -EINVAL, result = -EINVAL;
    if (sys5(SYS_fstat, (unsigned long)fd, (unsigned long)&status, 0, 0, 0) == 0 &&
        (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)))
        high = sys5(SYS_fcntl, (unsigned long)fd, F_DUPFD_CLOEXEC, (unsigned long)fd + 1, 0, 0);
    close_fd(fd);
    if (high < 0) return high;
    result = sys5(SYS_openat, (unsigned long)AT_FDCWD, (unsigned long)fast_name_of(frame, high), flags, 0, 0);
    close_fd(high);
    return result;
}

/* Without openat2(2): one name that is not followed, or what can be opened again, and is not waited for. */
static int open_walked(struct frame *frame, struct place *place, unsigned flags) {
    long fd;
    if ((flags & O_NOFOLLOW) && place->is_name) {
        fd = ptracer_fast_open(SYS_openat, place->dirfd, place->path, flags, 0);
        return fd >= 0 || fd == -ENOENT ? done(frame, fd) : DEFER;
    }
    if ((flags & (O_NOFOLLOW | O_PATH)) || fast_open_place(frame, place, 0, &fd) == DEFER) return DEFER;
    if (fd >= 0) fd = open_again(frame, fd, flags);
    else return done(frame, fd);
    return fd >= 0 ? done(frame, fd) : DEFER;
}

/* open, openat: for reading what is there. Who writes might write to a program that runs. */
static int open_file(struct frame *frame, long dirfd, unsigned long path, unsigned flags) {
    struct place place;
    if ((flags & (O_ACCMODE | O_CREAT | O_TRUNC)) != O_RDONLY || (flags & (O_TMPFILE ^ O_DIRECTORY))) return DEFER;
    if (fast_find(frame, dirfd, path, &place) == DEFER || place.is_empty) return DEFER;
    for (int links = 0; links <= LINKS_MAX; links++) {
        if (ends_with(place.path, "maps") || ends_with(place.path, "status"))
            return DEFER; /* the tracer tells these of procfs */
        if (!may(frame, PTRACER_FAST_OPENAT2)) return open_walked(frame, &place, flags);
        struct open_how how = {.flags = flags & O_PATH ? flags : flags | 0100000 /* O_LARGEFILE, as openat(2) adds */,
                               .resolve = RESOLVE_NO_SYMLINKS};
        long fd = ptracer_fast_open(SYS_openat2, place.dirfd, place.path, (unsigned long)&how, sizeof how);
        if (fd != -ELOOP) return fd >= 0 || fd == -ENOENT || fd == -ENOTDIR ? done(frame, fd) : DEFER;
        if (fast_follow(frame, &place, flags & O_NOFOLLOW) == DEFER) return DEFER;
    }
    return DEFER;
}

/* access, faccessat, faccessat2; where there is not that last, by the name that a descriptor has in /proc */
static int access_file(struct frame *frame, long dirfd, unsigned long path, unsigned long mode, unsigned flags) {
    struct place place;
    long fd;
    if ((mode & ~7ul) || (flags & ~(unsigned)(AT_SYMLINK_NOFOLLOW | AT_EACCESS))) return DEFER;
    if (fast_find(frame, dirfd, path, &place) == DEFER || place.is_empty) return DEFER;
    if ((mode & W_OK) && may(frame, PTRACER_FAST_READ_ONLY)) return DEFER;
    if (!may(frame, PTRACER_FAST_FACCESSAT2) && (flags & AT_EACCESS)) return DEFER;
    if (fast_open_place(frame, &place, flags & AT_SYMLINK_NOFOLLOW, &fd) == DEFER) return DEFER;
    if (fd < 0) return done(frame, fd);
    frame->result =
        may(frame, PTRACER_FAST_FACCESSAT2)
            ? sys5(SYS_faccessat2, (unsigned long)fd, (unsigned long)"", mode, (flags & AT_EACCESS) | AT_EMPTY_PATH, 0)
            : sys5(SYS_faccessat, (unsigned long)AT_FDCWD, (unsigned long)fast_name_of(frame, fd), mode, 0, 0);
    close_fd(fd);
    return frame->result == 0 || may(frame, PTRACER_FAST_FACCESSAT2) ? DONE : DEFER;
}

/* readlink, readlinkat; what links of procfs say is the tracer's */
static int read_link(struct frame *frame, long dirfd, unsigned long path, unsigned long buffer, int size) {
    struct place place;
    long fd;
    if (size <= 0 || fast_find(frame, dirfd, path, &place) == DEFER || place.is_empty) return DEFER;
    if (fast_open_place(frame, &place, 1, &fd) == DEFER) return DEFER;
    if (fd < 0) return done(frame, fd);
    if (fast_is_of_procfs(fd)) {
        close_fd(fd);
        return DEFER;
    }
    frame->result = sys5(SYS_readlinkat, (unsigned long)fd, (unsigned long)"", buffer, (unsigned)size, 0);
    if (frame->result == -ENOENT) frame->result = -EINVAL; /* no link; do_readlinkat, fs/stat.c */
    close_fd(fd);
    return DONE;
}

/* getxattr, lgetxattr: by that name, since a descriptor of O_PATH has no attributes */
static int attribute(struct frame *frame, int nofollow) {
    struct place place;
    long fd;
    if (fast_find(frame, AT_FDCWD, frame->arg[0], &place) == DEFER || place.is_empty) return DEFER;
    if (fast_open_place(frame, &place, nofollow, &fd) == DEFER) return DEFER;
    if (fd < 0) return done(frame, fd);
    frame->result =
        sys5(SYS_getxattr, (unsigned long)fast_name_of(frame, fd), frame->arg[1], frame->arg[2], frame->arg[3], 0);
    close_fd(fd);
    return frame->result == -ENOENT || frame->result == -EACCES ? DEFER : DONE;
}

static int answer(struct frame *frame, unsigned long nr) {
    const struct ptracer_plan *plan = (const struct ptracer_plan *)PTRACER_SHIM_PLAN;
    const unsigned long *arg = frame->arg;
    unsigned long offset = *(const volatile uint32_t *)&plan->fast_offset; /* once: the tracer may turn it off */
    if (offset == 0) return DEFER;
    frame->session = (const struct ptracer_fast *)((const char *)plan + offset);
    switch (nr) {
    case SYS_stat:
        return status(frame, AT_FDCWD, arg[0], 0, arg[1], 0, 0);
    case SYS_lstat:
        return status(frame, AT_FDCWD, arg[0], AT_SYMLINK_NOFOLLOW, arg[1], 0, 0);
    case SYS_newfstatat:
        return status(frame, (long)arg[0], arg[1], (unsigned)arg[3], arg[2], 0, 0);
    case SYS_statx:
        return status(frame, (long)arg[0], arg[1], (unsigned)arg[2], arg[4], 1, (unsigned)arg[3]);
    case SYS_open:
        return open_file(frame, AT_FDCWD, arg[0], (unsigned)arg[1]);
    case SYS_openat:
        return open_file(frame, (long)arg[0], arg[1], (unsigned)arg[2]);
    case SYS_access:
        return access_file(frame, AT_FDCWD, arg[0], (unsigned)arg[1], 0);
    case SYS_faccessat:
        return access_file(frame, (long)arg[0], arg[1], (unsigned)arg[2], 0);
    case SYS_faccessat2:
        return access_file(frame, (long)arg[0], arg[1], (unsigned)arg[2], (unsigned)arg[3]);
    case SYS_readlink:
        return read_link(frame, AT_FDCWD, arg[0], arg[1], (int)arg[2]);
    case SYS_readlinkat:
        return read_link(frame, (long)arg[0], arg[1], arg[2], (int)arg[3]);
    case SYS_getxattr:
        return attribute(frame, 0);
    case SYS_lgetxattr:
        return attribute(frame, 1);
    default:
        return DEFER;
    }
}

void ptracer_fast_call(struct frame *frame) {
    const struct site *site = (const struct site *)PTRACER_FAST_SITE + frame->index;
    frame->target = site->address + SYSCALL_SIZE;
    if (answer(frame, site->nr) == DEFER) {
        frame->result = (long)site->nr;
        frame->target = site->address;
    }
}
