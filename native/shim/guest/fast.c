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
#include <sys/stat.h>
#include <unistd.h>

#ifndef AT_EMPTY_PATH
#define AT_EMPTY_PATH 0x1000
#endif
#define AT_NO_AUTOMOUNT_FLAG 0x800
#define STATX_SYNC_FLAGS     0x6000 /* of which one */
#define STATX_RESERVED_MASK  0x80000000u
#define SYSCALL_SIZE         2
#define O_LARGEFILE_FLAG     0100000 /* as openat(2) adds it */

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
    const int nofollow = flags & AT_SYMLINK_NOFOLLOW;
    struct place place;
    if (flags & ~known || (flags & STATX_SYNC_FLAGS) == STATX_SYNC_FLAGS) return DEFER;
    if (is_statx && (mask & STATX_RESERVED_MASK || !may(frame, PTRACER_FAST_STATX))) return DEFER;
    if (fast_find(frame, dirfd, path, &place) == DEFER) return DEFER;
    if (place.is_empty && !(flags & AT_EMPTY_PATH)) return DEFER;
    long nr = is_statx ? SYS_statx : SYS_newfstatat, fd = -1;
    if (!place.is_empty && !(place.is_name && nofollow)) {
        int error = 0;
        if (fast_has_descriptors(frame)) {
            if (fast_open(frame, &place, O_PATH | O_CLOEXEC | (nofollow ? O_NOFOLLOW : 0u), &fd) == DEFER) return DEFER;
            if (fd < 0) return done(frame, fd);
            place = (struct place){fd, (char *)"", 0, 1};
            flags |= AT_EMPTY_PATH;
        } else if (fast_check(frame, &place, nofollow, &error) == DEFER) {
            return DEFER;
        }
        if (error < 0) return done(frame, error);
        flags |= AT_SYMLINK_NOFOLLOW; /* it is none, or is the thing itself */
    }
    if (is_statx) frame->result = sys5(nr, (unsigned long)place.dirfd, (unsigned long)place.path, flags, mask, buffer);
    else if (fd >= 0) frame->result = sys5(SYS_fstat, (unsigned long)fd, buffer, 0, 0, 0);
    else frame->result = sys5(nr, (unsigned long)place.dirfd, (unsigned long)place.path, buffer, flags, 0);
    if (fd >= 0) close_fd(fd);
    return DONE;
}

/* open, openat: for reading what is there. Who writes might write to a program that runs. */
static int open_file(struct frame *frame, long dirfd, unsigned long path, unsigned flags) {
    struct place place;
    if ((flags & (O_ACCMODE | O_CREAT | O_TRUNC)) != O_RDONLY || (flags & (O_TMPFILE ^ O_DIRECTORY))) return DEFER;
    if (fast_find(frame, dirfd, path, &place) == DEFER || place.is_empty) return DEFER;
    if (!(flags & O_PATH)) flags |= O_LARGEFILE_FLAG;
    return fast_open(frame, &place, flags, &frame->result);
}

/* access, faccessat, faccessat2: by the path, since its directories are searched as the real user, too */
static int access_file(struct frame *frame, long dirfd, unsigned long path, unsigned long mode, unsigned flags) {
    struct place place;
    int error;
    if ((mode & ~7ul) || (flags & ~(unsigned)(AT_SYMLINK_NOFOLLOW | AT_EACCESS))) return DEFER;
    if (flags && !may(frame, PTRACER_FAST_FACCESSAT2)) return DEFER;
    if ((mode & W_OK) && may(frame, PTRACER_FAST_READ_ONLY)) return DEFER;
    if (fast_find(frame, dirfd, path, &place) == DEFER || place.is_empty) return DEFER;
    if (fast_check(frame, &place, flags & AT_SYMLINK_NOFOLLOW, &error) == DEFER) return DEFER;
    if (error < 0) return done(frame, error);
    return done(frame, sys5(flags ? SYS_faccessat2 : SYS_faccessat, (unsigned long)place.dirfd,
                            (unsigned long)place.path, mode, flags, 0));
}

/* readlink, readlinkat; what links of procfs say is the tracer's */
static int read_link(struct frame *frame, long dirfd, unsigned long path, unsigned long buffer, int size) {
    struct place place;
    struct stat link;
    int error;
    if (size <= 0 || fast_find(frame, dirfd, path, &place) == DEFER || place.is_empty) return DEFER;
    if (fast_check(frame, &place, 1, &error) == DEFER) return DEFER;
    if (error < 0) return done(frame, error);
    if (fast_look(&place, &link) < 0) return DEFER;
    if (!S_ISLNK(link.st_mode)) return done(frame, -EINVAL);
    if (link.st_size == 0 || !fast_is_plain_link(&link, link.st_size)) return DEFER;
    return done(frame,
                sys5(SYS_readlinkat, (unsigned long)place.dirfd, (unsigned long)place.path, buffer, (unsigned)size, 0));
}

/* getxattr, lgetxattr: by the path, since a descriptor of O_PATH has no attributes */
static int attribute(struct frame *frame, int nofollow) {
    struct place place;
    int error;
    if (fast_find(frame, AT_FDCWD, frame->arg[0], &place) == DEFER || place.is_empty) return DEFER;
    if (fast_check(frame, &place, nofollow, &error) == DEFER || error < 0) return DEFER; /* a wrong name comes first */
    return done(frame, sys5(SYS_lgetxattr, (unsigned long)place.path, frame->arg[1], frame->arg[2], frame->arg[3], 0));
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
    const unsigned long number = ((unsigned long)frame - PTRACER_FAST_FRAMES) / PTRACER_FRAME_SIZE;
    frame->exit = PTRACER_FAST_EXITS + number * PTRACER_FAST_EXIT_SIZE;
    frame->target = site->address + SYSCALL_SIZE;
    if (answer(frame, site->nr) == DEFER) {
        frame->result = (long)site->nr;
        frame->target = site->address;
    }
}
