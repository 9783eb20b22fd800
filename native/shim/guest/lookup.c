/* The fast path's lookup: whether a path's text is the truth.
 *
 * A name has only one meaning when no link is on the way, no `..`, and no binding can be. openat2(2) with
 * RESOLVE_NO_SYMLINKS says so at once, but needs a descriptor, which other threads would see; where it is not to be
 * had, each component is looked at. A link that is met is put into the text, and all begins anew. The rules are in
 * src/Ptracer/Paths; what is here is their simplest case, as in PathTranslator.TryPlain and IsPlainRelative.
 */
#include "fast.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>

#define PATH_ROOM (PTRACER_FRAME_SIZE - PTRACER_FRAME_PATH)
#define PAGE_SIZE 4096ul
#define LINKS_MAX 8
#define LINK      1 /* no errno: the text has been changed */

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
        place->is_name = 0;
    } else {
        place->is_name = count == 1 && text[length - 1] != '/' && !(text[0] == '.' && length == 1);
    }
    return DONE;
}

/* Whether some memory can be read, by a call that reads it and then fails: a fault would take a signal's action from
 * who ignores or blocks it. Pages that were readable are remembered; the tracer sees to the fault of one that is not
 * any more. */
static int is_readable(unsigned long address) {
    unsigned long page = address & ~(PAGE_SIZE - 1);
    unsigned long *known = (unsigned long *)PTRACER_FAST_PAGES + page / PAGE_SIZE % PTRACER_FAST_PAGE_COUNT;
    if (*known == page) return page != 0;
    if (sys5(SYS_rt_sigprocmask, ~0ul, address & ~7ul, 0, sizeof(unsigned long), 0) != -EINVAL) return 0;
    *known = page;
    return 1;
}

/* Copies a string of the guest's: its length, or -1 if it cannot be read, or is too long. */
static long copy(char *to, unsigned long from, long size) {
    long length = 0;
    while (length < size) {
        long part = (long)(PAGE_SIZE - (from & (PAGE_SIZE - 1)));
        if (part > size - length) part = size - length;
        if (!is_readable(from)) return -1;
        long count = ptracer_fast_copy(to + length, (const char *)from, part);
        if (count < 0) return -1;
        length += count;
        if (count < part) return length;
        from += (unsigned long)part;
    }
    return -1;
}

int fast_find(struct frame *frame, long dirfd, unsigned long user_path, struct place *place) {
    char *text = text_of(frame);
    long length = copy(text, user_path, PATH_ROOM - frame->session->root_length);
    if (length < 0) return DEFER;
    *place = (struct place){(int)dirfd, text, 0, length == 0};
    return length == 0 ? DONE : settle(frame, place, length);
}

int fast_look(const struct place *place, struct stat *status) {
    return (int)sys5(SYS_newfstatat, (unsigned long)place->dirfd, (unsigned long)place->path, (unsigned long)status,
                     AT_SYMLINK_NOFOLLOW, 0);
}

/* Links of procfs lead elsewhere than they say: they have no size, or not everybody may use them. */
int fast_is_plain_link(const struct stat *link, long length) {
    return link->st_size == length && (link->st_mode & 0777) == 0777;
}

/* In the text, from name to end is a link's; there comes what it says. */
static int replace(struct frame *frame, struct place *place, const struct stat *link, char *name, char *end) {
    char *text = text_of(frame), *limit = room_of(frame) + PATH_ROOM;
    long rest_size = length_of(end) + 1;
    char slash = *end;
    move(limit - rest_size, end, rest_size);
    *end = '\0';
    long size = limit - rest_size - name;
    long length = sys5(SYS_readlinkat, (unsigned long)place->dirfd, (unsigned long)place->path, (unsigned long)name,
                       (unsigned long)size, 0);
    if (length <= 0 || length == size || !fast_is_plain_link(link, length)) return DEFER;
    limit[-rest_size] = slash;
    if (*name == '/') {
        move(text, name, length);
        name = text;
    }
    move(name + length, limit - rest_size, rest_size);
    return settle(frame, place, name + length + rest_size - 1 - text);
}

/* Looks at each component: 0, or -ENOENT or -ENOTDIR, or LINK if one is a link that had to be put into the text. */
static int look_at_all(struct frame *frame, struct place *place, int nofollow) {
    char *name = text_of(frame), *end, *next;
    struct stat status;
    while (*name == '/') name++;
    for (;; name = next) {
        for (end = name; *end && *end != '/'; end++) {
        }
        for (next = end; *next == '/'; next++) {
        }
        char slash = *end;
        *end = '\0';
        int error = fast_look(place, &status);
        *end = slash;
        if (error < 0) return error;
        if (S_ISLNK(status.st_mode) && (slash || !nofollow))
            return replace(frame, place, &status, name, end) == DONE ? LINK : -ELOOP;
        if (slash && !S_ISDIR(status.st_mode)) return -ENOTDIR;
        if (!*next) return 0;
    }
}

/* Looks at each component until none is a link: 0, or -ENOENT or -ENOTDIR, and the text says where the path leads. */
static int resolve_links(struct frame *frame, struct place *place, int nofollow) {
    for (int links = 0; links <= LINKS_MAX; links++) {
        int error = look_at_all(frame, place, nofollow);
        if (error != LINK) return error;
    }
    return -ELOOP;
}

static int is_answer(long result) { return result >= 0 || result == -ENOENT || result == -ENOTDIR; }

static int ends_with(const char *text, const char *end) {
    long length = length_of(text), size = length_of(end);
    while (size > 0 && length > 0 && text[length - 1] == end[size - 1]) length--, size--;
    return size == 0;
}

/* Files of procfs that the tracer tells have such names. */
static int is_told(struct frame *frame, unsigned long flags) {
    return !(flags & O_PATH) && (ends_with(text_of(frame), "maps") || ends_with(text_of(frame), "status"));
}

int fast_has_descriptors(const struct frame *frame) {
    return (frame->session->flags & (PTRACER_FAST_OPENAT2 | PTRACER_FAST_SHARED)) == PTRACER_FAST_OPENAT2;
}

int fast_open(struct frame *frame, struct place *place, unsigned long flags, long *fd) {
    struct open_how how = {.flags = flags, .resolve = RESOLVE_NO_SYMLINKS};
    int nofollow = (flags & O_NOFOLLOW) != 0;
    if (!(frame->session->flags & PTRACER_FAST_OPENAT2)) {
        if (!is_answer(resolve_links(frame, place, nofollow)) || is_told(frame, flags)) return DEFER;
        *fd = ptracer_fast_open(SYS_openat, place->dirfd, place->path, flags, 0);
        return is_answer(*fd) ? DONE : DEFER;
    }
    for (int is_again = 0; !is_told(frame, flags); is_again = 1) {
        *fd = ptracer_fast_open(SYS_openat2, place->dirfd, place->path, (unsigned long)&how, sizeof how);
        if (*fd != -ELOOP || is_again) return is_answer(*fd) ? DONE : DEFER;
        if (!is_answer(resolve_links(frame, place, nofollow))) break;
    }
    return DEFER;
}

int fast_check(struct frame *frame, struct place *place, int nofollow, int *error) {
    long fd;
    if (!fast_has_descriptors(frame)) {
        *error = resolve_links(frame, place, nofollow);
        return is_answer(*error) ? DONE : DEFER;
    }
    if (fast_open(frame, place, O_PATH | O_CLOEXEC | (nofollow ? O_NOFOLLOW : 0u), &fd) == DEFER) return DEFER;
    *error = fd < 0 ? (int)fd : 0;
    if (fd >= 0) close_fd(fd);
    return DONE;
}
