/* The fast path: calls that carry a path, answered in the guest where the kernel itself can guarantee what a chroot
 * would answer.
 *
 * Exact or defer. A name has only one meaning when no link is on the way, no `..`, and no binding can be: then the text
 * is the truth, and openat2(2) with RESOLVE_NO_SYMLINKS says whether it is. In all other cases, and for whatever answer
 * may have to do with ptracer itself (EACCES above the rootfs, a path too long with it, no descriptor left), the
 * guest's own call is made, which traps. The rules are in src/Ptracer/Paths; what is here is their simplest case, as in
 * PathTranslator.TryPlain and IsPlainRelative.
 */
#include "../shim.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef AT_EMPTY_PATH
#define AT_EMPTY_PATH 0x1000
#endif
#define AT_NO_AUTOMOUNT_FLAG 0x800
#define STATX_SYNC_FLAGS     0x6000
#define STATX_RESERVED_MASK  0x80000000u
#define PATH_SIZE            (PTRACER_FRAME_SIZE - PTRACER_FRAME_PATH)

struct frame {
    unsigned long busy, nr, arg[6], kept[7], site, flags;
    long result;
    const struct ptracer_fast *session;
};

_Static_assert(offsetof(struct frame, result) == PTRACER_FRAME_RESULT, "as fast.S has it");

enum { DONE, DEFER };

/* Where a path leads: what to give the kernel. */
struct place {
    long dirfd;
    const char *path;
    int is_name; /* one component, and no slash behind */
    int is_empty;
};

long ptracer_fast_open(long dirfd, const char *path, const struct open_how *how, unsigned long size);
long ptracer_fast_copy(char *to, const char *from, long size);
int ptracer_fast_call(struct frame *frame);

static long sys5(long nr, unsigned long a, unsigned long b, unsigned long c, unsigned long d, unsigned long e) {
    long result;
    register unsigned long r10 __asm__("r10") = d;
    register unsigned long r8 __asm__("r8") = e;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
                     : "rcx", "r11", "memory");
    return result;
}

static int done(struct frame *frame, long result) {
    frame->result = result;
    return DONE;
}

static const char *root_of(const struct ptracer_fast *session) { return (const char *)(session + 1); }

static const char *mount_points_of(const struct ptracer_fast *session) {
    return root_of(session) + session->root_length;
}

/* Whether an absolute path, without its leading slashes, is a mount point or lies below it. */
static int is_below(const char *path, const char *point) {
    while (*point) {
        if (*point == '/') {
            if (*path != '/') return 0;
            while (*path == '/') path++;
            point++;
        } else if (*path++ != *point++) {
            return 0;
        }
    }
    return *path == '\0' || *path == '/';
}

/* Whether a mount point has this component. */
static int has_component(const char *point, const char *name, long length) {
    while (*point) {
        long i = 0;
        while (i < length && point[i] == name[i]) i++;
        if (i == length && (point[i] == '\0' || point[i] == '/')) return 1;
        while (*point && *point++ != '/') {
        }
    }
    return 0;
}

static const char *behind(const char *point) {
    while (*point++) {
    }
    return point;
}

/* The components of a path, slashes between them; -1: some of them may lead elsewhere than its text says. Without links
 * it is known where an absolute path leads, but not where a relative one does: there a name decides. */
static long count_components(const struct ptracer_fast *session, const char *path) {
    const char *const points = mount_points_of(session), *point;
    int is_absolute = *path == '/';
    long count = 0;
    while (*path == '/') path++;
    for (point = points; is_absolute && *point; point = behind(point))
        if (is_below(path, point)) return -1;
    while (*path) {
        const char *name = path;
        while (*path && *path != '/') path++;
        long length = path - name;
        while (*path == '/') path++;
        if (name[0] == '.' && (length == 1 ? is_absolute : length == 2 && name[1] == '.')) return -1;
        for (point = points; !is_absolute && *point; point = behind(point))
            if (has_component(point, name, length)) return -1;
        count++;
    }
    return count;
}

static int find(struct frame *frame, long dirfd, unsigned long user_path, struct place *place) {
    const struct ptracer_fast *session = frame->session;
    long root_length = session->root_length;
    char *room = (char *)frame + PTRACER_FRAME_PATH, *path = room + root_length;
    long length = ptracer_fast_copy(path, (const char *)user_path, PATH_SIZE - root_length);
    if (length < 0) return DEFER;
    *place = (struct place){(int)dirfd, path, 0, length == 0};
    if (length == 0) return DONE;
    long count = count_components(session, path);
    if (count <= 0) return DEFER;
    if (*path == '/') {
        for (long i = 0; i < root_length; i++) room[i] = root_of(session)[i];
        place->dirfd = AT_FDCWD;
        place->path = room;
    } else {
        place->is_name = count == 1 && path[length - 1] != '/' && !(path[0] == '.' && length == 1);
    }
    return DONE;
}

/* A descriptor of O_PATH, or -errno as the guest shall have it; DEFER: it is not for us to say. */
static int open_place(const struct place *place, unsigned long flags, long *fd) {
    struct open_how how = {.flags = O_PATH | O_CLOEXEC | flags, .resolve = RESOLVE_NO_SYMLINKS};
    *fd =
        sys5(SYS_openat2, (unsigned long)place->dirfd, (unsigned long)place->path, (unsigned long)&how, sizeof how, 0);
    return *fd >= 0 || *fd == -ENOENT || *fd == -ENOTDIR ? DONE : DEFER;
}

static void close_place(long fd) { sys5(SYS_close, (unsigned long)fd, 0, 0, 0, 0); }

/* stat, lstat, newfstatat (flags, buffer), statx (flags, mask, buffer) */
static int status(struct frame *frame, long dirfd, unsigned long path, unsigned flags, unsigned long buffer,
                  int is_statx, unsigned mask) {
    const unsigned known =
        AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT_FLAG | AT_EMPTY_PATH | (is_statx ? STATX_SYNC_FLAGS : 0u);
    struct place place;
    long nr = is_statx ? SYS_statx : SYS_newfstatat, fd;
    if ((flags & ~known) || (is_statx && (mask & STATX_RESERVED_MASK))) return DEFER;
    if (find(frame, dirfd, path, &place) == DEFER) return DEFER;
    if (place.is_empty) {
        if (!(flags & AT_EMPTY_PATH)) return DEFER;
        place.path = "";
    } else if (!place.is_name || !(flags & AT_SYMLINK_NOFOLLOW)) {
        if (open_place(&place, flags & AT_SYMLINK_NOFOLLOW ? O_NOFOLLOW : 0, &fd) == DEFER) return DEFER;
        if (fd < 0) return done(frame, fd);
        flags = (flags & ~(unsigned)AT_SYMLINK_NOFOLLOW) | AT_EMPTY_PATH;
        frame->result = is_statx ? sys5(nr, (unsigned long)fd, (unsigned long)"", flags, mask, buffer)
                                 : sys5(SYS_fstat, (unsigned long)fd, buffer, 0, 0, 0);
        close_place(fd);
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

/* open, openat: for reading what is there. Who writes might write to a program that runs. */
static int open_file(struct frame *frame, long dirfd, unsigned long path, unsigned flags) {
    struct place place;
    if ((flags & (O_ACCMODE | O_CREAT | O_TRUNC)) != O_RDONLY || (flags & (O_TMPFILE ^ O_DIRECTORY))) return DEFER;
    if (find(frame, dirfd, path, &place) == DEFER || place.is_empty) return DEFER;
    if (ends_with(place.path, "maps") || ends_with(place.path, "status"))
        return DEFER; /* of procfs: told by the tracer */
    struct open_how how = {.flags = flags & O_PATH ? flags : flags | 0100000 /* O_LARGEFILE, as openat(2) adds */,
                           .resolve = RESOLVE_NO_SYMLINKS};
    long fd = ptracer_fast_open(place.dirfd, place.path, &how, sizeof how);
    return fd >= 0 || fd == -ENOENT || fd == -ENOTDIR ? done(frame, fd) : DEFER;
}

/* access, faccessat, faccessat2 */
static int access_file(struct frame *frame, long dirfd, unsigned long path, unsigned long mode, unsigned flags) {
    struct place place;
    long fd;
    if ((mode & ~7ul) || (flags & ~(unsigned)(AT_SYMLINK_NOFOLLOW | AT_EACCESS))) return DEFER;
    if (find(frame, dirfd, path, &place) == DEFER || place.is_empty) return DEFER;
    if ((mode & W_OK) && (frame->session->flags & PTRACER_FAST_READ_ONLY)) return DEFER;
    if (open_place(&place, flags & AT_SYMLINK_NOFOLLOW ? O_NOFOLLOW : 0, &fd) == DEFER) return DEFER;
    if (fd < 0) return done(frame, fd);
    flags = (flags & AT_EACCESS) | AT_EMPTY_PATH;
    frame->result = sys5(SYS_faccessat2, (unsigned long)fd, (unsigned long)"", mode, flags, 0);
    close_place(fd);
    return frame->result == -ENOSYS ? DEFER : DONE;
}

/* readlink, readlinkat; what links of procfs say is the tracer's */
static int read_link(struct frame *frame, long dirfd, unsigned long path, unsigned long buffer, int size) {
    struct place place;
    struct statfs fs;
    long fd;
    if (size <= 0 || find(frame, dirfd, path, &place) == DEFER || place.is_empty) return DEFER;
    if (open_place(&place, O_NOFOLLOW, &fd) == DEFER) return DEFER;
    if (fd < 0) return done(frame, fd);
    if (sys5(SYS_fstatfs, (unsigned long)fd, (unsigned long)&fs, 0, 0, 0) < 0 || fs.f_type == PROC_SUPER_MAGIC) {
        close_place(fd);
        return DEFER;
    }
    frame->result = sys5(SYS_readlinkat, (unsigned long)fd, (unsigned long)"", buffer, (unsigned)size, 0);
    if (frame->result == -ENOENT) frame->result = -EINVAL; /* no link; do_readlinkat, fs/stat.c */
    close_place(fd);
    return DONE;
}

/* getxattr, lgetxattr: by the path, since a descriptor of O_PATH has no attributes */
static int attribute(struct frame *frame, unsigned flags) {
    struct place place;
    long fd;
    if (find(frame, AT_FDCWD, frame->arg[0], &place) == DEFER || place.is_empty) return DEFER;
    if (open_place(&place, flags, &fd) == DEFER) return DEFER;
    if (fd < 0) return done(frame, fd);
    close_place(fd);
    return done(frame, sys5(SYS_lgetxattr, (unsigned long)place.path, frame->arg[1], frame->arg[2], frame->arg[3], 0));
}

int ptracer_fast_call(struct frame *frame) {
    const struct ptracer_plan *plan = (const struct ptracer_plan *)PTRACER_SHIM_PLAN;
    const unsigned long *arg = frame->arg;
    unsigned long offset = *(const volatile uint32_t *)&plan->fast_offset; /* once: the tracer may turn it off */
    if (offset == 0) return DEFER;
    frame->session = (const struct ptracer_fast *)((const char *)plan + offset);
    switch (frame->nr) {
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
        return attribute(frame, O_NOFOLLOW);
    default:
        return DEFER;
    }
}
