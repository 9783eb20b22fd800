// bits: 32
// variants: static
#include "i386.h"

// The three generations of stat and the two of statfs agree with each other, or say what does not fit.
struct oldest {
    uint16_t dev, ino, mode, nlink, uid, gid, rdev;
    uint32_t size, times[3];
};
struct old {
    uint32_t dev, ino;
    uint16_t mode, nlink, uid, gid;
    uint32_t rdev, size, blksize, blocks, times[6], unused[2];
};
struct wide {
    uint64_t dev;
    uint32_t pad, short_ino, mode, nlink, uid, gid;
    uint64_t rdev;
    uint32_t pad3;
    uint64_t size;
    uint32_t blksize;
    uint64_t blocks;
    uint32_t times[6];
    uint64_t ino;
} __attribute__((packed, aligned(4)));
_Static_assert(sizeof(struct oldest) == 32 && sizeof(struct old) == 64 && sizeof(struct wide) == 96, "sizes");

static union {
    struct oldest oldest;
    struct old old;
    struct wide wide;
    unsigned char bytes[160];
} st;

static void show_mode(unsigned mode, uint64_t size, unsigned links, unsigned uid, unsigned gid) {
    printf(": %s %04o", type_name(mode), mode & 07777);
    if (S_ISREG(mode) || S_ISLNK(mode)) printf(" size %llu", (unsigned long long)size);
    if (!S_ISDIR(mode) && !S_ISCHR(mode)) printf(" links %u", links);
    printf(" %s %s\n", uid == getuid() ? "own" : "other", gid == getgid() ? "own" : "other");
}

// Whether what the call wrote reaches just as far as its structure.
static int ends_at(size_t size) {
    for (size_t i = size; i < sizeof st; i++) {
        if (st.bytes[i] != 0xa5) return 0;
    }
    return 1;
}

static void try_all(const char *path, int fd) {
    struct wide truth, link_truth;
    long has_truth = INT80(195, P(path), P(&truth)), has_link_truth = INT80(196, P(path), P(&link_truth));
    static const struct {
        const char *name;
        int number, follows, generation;
    } calls[] = {{"oldstat", 18, 1, 0}, {"oldlstat", 84, 0, 0}, {"oldfstat", 28, 2, 0},
                 {"stat", 106, 1, 1},   {"lstat", 107, 0, 1},   {"fstat", 108, 2, 1},
                 {"stat64", 195, 1, 2}, {"lstat64", 196, 0, 2}, {"fstat64", 197, 2, 2}};
    for (size_t i = 0; i < COUNT(calls); i++) {
        if (calls[i].follows == 2 && fd < 0) continue;
        memset(&st, 0xa5, sizeof st);
        long result = INT80(calls[i].number, calls[i].follows == 2 ? fd : P(path), P(&st));
        int error = errno;
        printf("%s %s", calls[i].name, path);
        const struct wide *wanted = calls[i].follows ? &truth : &link_truth;
        int known = (calls[i].follows ? has_truth : has_link_truth) == 0;
        if (calls[i].generation == 0 && known && (wanted->ino > 0xffff || wanted->nlink > 0xffff)) {
            // Inode numbers differ from run to run: what does not fit is told, and what fits is right.
            printf(": right %d\n", result == -1 && error == EOVERFLOW && ends_at(0));
            continue;
        }
        if (result < 0) {
            printf(": %s, nothing written %d\n", errno_name(error), ends_at(0));
            continue;
        }
        if (calls[i].generation == 0) {
            printf(": right %d\n", known && st.oldest.ino == wanted->ino && st.oldest.mode == wanted->mode &&
                                       st.oldest.nlink == wanted->nlink && st.oldest.uid == wanted->uid &&
                                       st.oldest.gid == wanted->gid && st.oldest.size == wanted->size &&
                                       st.oldest.times[1] == wanted->times[2] && ends_at(sizeof st.oldest));
        } else if (calls[i].generation == 1) {
            show_mode(st.old.mode, st.old.size, st.old.nlink, st.old.uid, st.old.gid);
            printf("  same file %d, same times %d, blocks %d, ends %d\n", st.old.ino == wanted->ino,
                   memcmp(st.old.times, wanted->times, sizeof st.old.times) == 0, st.old.blocks == wanted->blocks,
                   ends_at(sizeof st.old));
        } else {
            show_mode(st.wide.mode, st.wide.size, st.wide.nlink, st.wide.uid, st.wide.gid);
            printf("  same file %d, both inode numbers %d, ends %d\n", st.wide.ino == wanted->ino,
                   st.wide.short_ino == (uint32_t)st.wide.ino, ends_at(sizeof st.wide));
        }
    }
}

static void show_at(const char *label, int directory, const char *path, int flags) {
    memset(&st, 0xa5, sizeof st);
    long result = INT80(300, directory, P(path), P(&st), flags);
    printf("fstatat64 %s", label);
    if (result < 0) printf(": %s\n", errno_name(errno));
    else show_mode(st.wide.mode, st.wide.size, st.wide.nlink, st.wide.uid, st.wide.gid);
}

static void show_statfs(const char *path) {
    uint32_t one[16 + 4], other[21 + 4];
    memset(one, 0xa5, sizeof one);
    memset(other, 0xa5, sizeof other);
    CALL_AS("statfs", INT80(99, P(path), P(one)));
    CALL_AS("statfs64", INT80(268, P(path), 84, P(other)));
    printf("%s: same type %d, same size of names %d, ends %d %d\n", path, one[0] == other[0], one[9] == other[14],
           one[16] == 0xa5a5a5a5, other[21] == 0xa5a5a5a5);
    if (strcmp(path, "/proc") == 0) printf("the type of /proc: %#x\n", one[0]);
}

int main(void) {
    static const char *const paths[] = {FIX "/file",
                                        FIX "/rel_link",
                                        FIX "/abs_link",
                                        FIX "/dangling",
                                        FIX "/missing",
                                        FIX "/dir",
                                        FIX "/abs_dir_link/",
                                        FIX "/self",
                                        FIX "/file/",
                                        FIX "/to_binding/one",
                                        MNT "/a/deep/three",
                                        MNT "/ro/link",
                                        "/dev/null",
                                        "/",
                                        "..",
                                        ""};
    for (size_t i = 0; i < COUNT(paths); i++) {
        int fd = open(paths[i], O_RDONLY | O_NONBLOCK);
        try_all(paths[i], fd);
        if (fd >= 0) close(fd);
    }
    static const int numbers[] = {18, 84, 106, 107, 195, 196};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        char label[64];
        snprintf(label, sizeof label, "call %d", numbers[i]);
        CALL_AS(label, INT80(numbers[i], 0, P(&st)));
        CALL_AS(label, INT80(numbers[i], P(BAD_POINTER), P(&st)));
        CALL_AS(label, INT80(numbers[i], P(FIX "/missing"), P(BAD_POINTER)));
        // The oldest may say EOVERFLOW before it comes to write.
        if (numbers[i] >= 106) CALL_AS(label, INT80(numbers[i], P(FIX "/file"), P(BAD_POINTER)));
    }
    CALL_AS("oldfstat of -1", INT80(28, -1, P(&st)));
    CALL_AS("fstat of -1", INT80(108, -1, P(&st)));
    CALL_AS("fstat64 of -1", INT80(197, -1, P(&st)));

    int directory = (int)MUST(open(FIX, O_RDONLY | O_DIRECTORY)), file = (int)MUST(open(FIX "/file", O_PATH));
    show_at("file", directory, "file", 0);
    show_at("link", directory, "abs_link", 0);
    show_at("link itself", directory, "abs_link", AT_SYMLINK_NOFOLLOW);
    show_at("dangling", directory, "dangling", 0);
    show_at("absolute", -1, MNT "/a/one", 0);
    show_at("empty", file, "", 0);
    show_at("empty, allowed", file, "", AT_EMPTY_PATH);
    show_at("current, allowed", AT_FDCWD, "", AT_EMPTY_PATH);
    show_at("below a file", file, "x", 0);
    show_at("of -1", -1, "x", 0);
    show_at("no automount", directory, "dir/inner", 0x800);
    show_at("unknown flag", directory, "file", 0x40000);
    show_at("NULL", directory, NULL, 0);
    CALL_AS("fstatat64 into nowhere", INT80(300, directory, P("file"), P(BAD_POINTER), 0));

    show_statfs(FIX "/file");
    show_statfs(FIX "/abs_dir_link");
    show_statfs(MNT "/a/one");
    show_statfs("/proc");
    uint32_t buffer[32];
    static const int sizes[] = {0, 64, 83, 85, 88, 120, -1};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        char label[64];
        snprintf(label, sizeof label, "statfs64 of size %d", sizes[i]);
        CALL_AS(label, INT80(268, P(FIX "/file"), sizes[i], P(buffer)));
        CALL_AS(label, INT80(268, P(FIX "/missing"), sizes[i], P(buffer)));
        CALL_AS(label, INT80(269, directory, sizes[i], P(buffer)));
    }
    CALL_AS("statfs missing", INT80(99, P(FIX "/missing"), P(buffer)));
    CALL_AS("statfs dangling", INT80(99, P(FIX "/dangling"), P(buffer)));
    CALL_AS("statfs of nowhere", INT80(99, P(BAD_POINTER), P(buffer)));
    CALL_AS("statfs into nowhere", INT80(99, P(FIX "/file"), P(BAD_POINTER)));
    CALL_AS("statfs64 missing", INT80(268, P(FIX "/missing"), 84, P(buffer)));
    CALL_AS("statfs64 of nowhere", INT80(268, P(BAD_POINTER), 84, P(buffer)));
    CALL_AS("statfs64 into nowhere", INT80(268, P(FIX "/file"), 84, P(BAD_POINTER)));
    CALL_AS("fstatfs", INT80(100, directory, P(buffer)));
    CALL_AS("fstatfs of -1", INT80(100, -1, P(buffer)));
    CALL_AS("fstatfs64", INT80(269, directory, 84, P(buffer)));
    CALL_AS("fstatfs64 of -1", INT80(269, -1, 84, P(buffer)));
}
