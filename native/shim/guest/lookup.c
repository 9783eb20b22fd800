/* The fast path's lookup: what a path names, where the kernel alone can say it.
 *
 * A name has only one meaning when no link is on the way, no `..`, and no binding can be: then the text is the truth,
 * and openat2(2) with RESOLVE_NO_SYMLINKS says whether it is. Where there is none, a path is walked, component by
 * component, with O_NOFOLLOW. A link that is met is put into the text, and all begins anew. The rules are in
 * src/Ptracer/Paths; what is here is their simplest case, as in PathTranslator.TryPlain and IsPlainRelative.
 */
#include "fast.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#define PATH_ROOM (PTRACER_FRAME_SIZE - PTRACER_FRAME_PATH)
#define LINKS_MAX 8
#define MET_LINK  (-4096l) /* no errno: the text has been changed */

static const char *root_of(const struct ptracer_fast *session) { return (const char *)(session + 1); }

static char *room_of(struct frame *frame) { return (char *)frame + PTRACER_FRAME_PATH; }

/* The guest's text; before it is room for the rootfs. */
static char *text_of(struct frame *frame) { return room_of(frame) + frame->session->root_length; }

static long length_of(const char *text) {
    long length = 0;
    while (text[length]) length++;
    return length;
}

static void move(char *to, const char *from, long size) {
    if (to < from)
        for (long i = 0; i < size; i++) to[i] = from[i];
    else
        while (size-- > 0) to[size] = from[size];
}

/* Whether an absolute path, without its leading slashes, is a mount point, or lies below or above it. */
static int is_near(const char *path, const char *point) {
    while (*point) {
        if (*point == '/') {
            if (*path && *path != '/') return 0;
            while (*path == '/') path++;
            if (!*path) return 1;
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

/* The components of a path, slashes between them; -1: some of them may lead elsewhere than its text says. Without links
 * it is known where an absolute path leads, but not where a relative one does: there a name decides. */
static long count_components(const struct ptracer_fast *session, const char *path) {
    const char *const points = root_of(session) + session->root_length, *point;
    int is_absolute = *path == '/';
    long count = 0;
    while (*path == '/') path++;
    for (point = points; is_absolute && *point; point += length_of(point) + 1)
        if (is_near(path, point)) return -1;
    while (*path) {
        const char *name = path;
        while (*path && *path != '/') path++;
        long length = path - name;
        while (*path == '/') path++;
        if (name[0] == '.' && (length == 1 ? is_absolute : length == 2 && name[1] == '.')) return -1;
        for (point = points; !is_absolute && *point; point += length_of(point) + 1)
            if (has_component(point, name, length)) return -1;
        count++;
    }
    return count;
}

/* Looks at the text, once it is there or has changed. */
static int settle(struct frame *frame, struct place *place, long length) {
    const struct ptracer_fast *session = frame->session;
    char *room = room_of(frame), *text = text_of(frame);
    long count = count_components(session, text);
    if (count <= 0) return DEFER;
    if (*text == '/') {
        move(room, root_of(session), session->root_length);
        place->dirfd = AT_FDCWD;
        place->path = room;
    } else {
        place->is_name = count == 1 && text[length - 1] != '/' && !(text[0] == '.' && length == 1);
    }
    return DONE;
}

int fast_find(struct frame *frame, long dirfd, unsigned long user_path, struct place *place) {
    char *text = text_of(frame);
    long length = ptracer_fast_copy(text, (const char *)user_path, PATH_ROOM - frame->session->root_length);
    if (length < 0) return DEFER;
    *place = (struct place){(int)dirfd, text, 0, length == 0};
    return length == 0 ? DONE : settle(frame, place, length);
}

int fast_is_link(long fd) {
    struct stat status;
    return sys5(SYS_fstat, (unsigned long)fd, (unsigned long)&status, 0, 0, 0) == 0 && S_ISLNK(status.st_mode);
}

int fast_is_of_procfs(long fd) {
    struct statfs fs;
    return sys5(SYS_fstatfs, (unsigned long)fd, (unsigned long)&fs, 0, 0, 0) < 0 || fs.f_type == PROC_SUPER_MAGIC;
}

const char *fast_name_of(struct frame *frame, long fd) {
    static const char directory[] = "/proc/thread-self/fd/";
    char *text = room_of(frame), *end = text + PATH_ROOM - 1, *digit = end;
    *digit = '\0';
    do *--digit = (char)('0' + fd % 10);
    while ((fd /= 10) > 0);
    move(text, directory, sizeof directory - 1);
    move(text + sizeof directory - 1, digit, end - digit + 1);
    return text;
}

static long open_step(long dir, const char *name, unsigned long flags) {
    return sys5(SYS_openat, (unsigned long)dir, (unsigned long)name, flags | O_PATH | O_NOFOLLOW | O_CLOEXEC, 0, 0);
}

/* In the text, from name to end is a link's; there comes what it says. Those of procfs are not what they say. */
static long replace(struct frame *frame, struct place *place, long link, char *name, char *end) {
    char *text = text_of(frame), *limit = room_of(frame) + PATH_ROOM;
    long rest_size = length_of(end) + 1;
    if (fast_is_of_procfs(link)) return -ELOOP;
    move(limit - rest_size, end, rest_size);
    long size = limit - rest_size - name;
    long length =
        sys5(SYS_readlinkat, (unsigned long)link, (unsigned long)"", (unsigned long)name, (unsigned long)size, 0);
    if (length <= 0 || length == size) return -ELOOP;
    if (*name == '/') {
        move(text, name, length);
        name = text;
    }
    move(name + length, limit - rest_size, rest_size);
    return settle(frame, place, name + length + rest_size - 1 - text) == DONE ? MET_LINK : -ELOOP;
}

/* Opens a path with no link followed: a descriptor of O_PATH, -errno, or MET_LINK. */
static long walk(struct frame *frame, struct place *place, int nofollow) {
    char *name = text_of(frame), *end, *next;
    long dir = place->dirfd, fd, owned = -1;
    if (*name == '/') {
        *name = '\0';
        dir = owned = open_step(AT_FDCWD, frame->session->root_length ? room_of(frame) : "/", O_DIRECTORY);
        *name = '/';
        if (dir < 0) return -ELOOP;
        while (*name == '/') name++;
    }
    for (;; name = next, dir = owned = fd) {
        for (end = name; *end && *end != '/'; end++) {
        }
        for (next = end; *next == '/'; next++) {
        }
        char slash = *end;
        *end = '\0';
        fd = open_step(dir, name, slash ? O_DIRECTORY : 0);
        int is_link = fd >= 0 && !slash && !nofollow && fast_is_link(fd);
        if (fd == -ENOTDIR && slash) {
            long other = open_step(dir, name, 0);
            is_link = other >= 0 && fast_is_link(other);
            if (is_link) fd = other;
            else if (other >= 0) close_fd(other);
        }
        *end = slash;
        if (owned >= 0) close_fd(owned);
        if (is_link) {
            long result = replace(frame, place, fd, name, end);
            close_fd(fd);
            return result;
        }
        if (fd < 0 || !*next) return fd;
    }
}

static int is_answer(long fd) { return fd >= 0 || fd == -ENOENT || fd == -ENOTDIR; }

int fast_open_place(struct frame *frame, struct place *place, int nofollow, long *fd) {
    struct open_how how = {.flags = O_PATH | O_CLOEXEC | (nofollow ? O_NOFOLLOW : 0), .resolve = RESOLVE_NO_SYMLINKS};
    for (int links = 0; links <= LINKS_MAX; links++) {
        *fd = -ELOOP;
        if (frame->session->flags & PTRACER_FAST_OPENAT2)
            *fd = sys5(SYS_openat2, (unsigned long)place->dirfd, (unsigned long)place->path, (unsigned long)&how,
                       sizeof how, 0);
        if (*fd == -ELOOP) *fd = walk(frame, place, nofollow);
        if (*fd != MET_LINK) return is_answer(*fd) ? DONE : DEFER;
    }
    return DEFER;
}

int fast_follow(struct frame *frame, struct place *place, int nofollow) {
    long fd = walk(frame, place, nofollow);
    if (fd >= 0) close_fd(fd);
    return fd == MET_LINK ? DONE : DEFER;
}
