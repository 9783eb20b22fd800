// bits: 32
// variants: static
#include "i386.h"

// Ids of 16 bits and of 32: what tells them, and chown by both.
static void show_ids(const char *label, int number, size_t width) {
    unsigned char bytes[16];
    memset(bytes, 0xa5, sizeof bytes);
    conf_report(label, INT80(number, P(bytes), P(bytes + width), P(bytes + 2 * width)));
    printf("  ");
    for (size_t i = 0; i < 3; i++) {
        uint32_t id = 0;
        memcpy(&id, bytes + i * width, width);
        printf(" %s", id == (width == 2 ? (uint16_t)getuid() : getuid()) ? "own" : "other");
    }
    printf(", ends %d\n", bytes[3 * width] == 0xa5);
}

static void show_owner(const char *path) {
    struct stat st;
    MUST(lstat(path, &st));
    printf("%s: %s %s\n", path, st.st_uid == getuid() ? "own" : "other", st.st_gid == getgid() ? "own" : "other");
}

int main(void) {
    long uid = (long)getuid(), gid = (long)getgid();
    static const struct {
        const char *name;
        int small, wide;
    } gets[] = {{"getuid", 24, 199}, {"getgid", 47, 200}, {"geteuid", 49, 201}, {"getegid", 50, 202}};
    for (size_t i = 0; i < COUNT(gets); i++) {
        long small = INT80(gets[i].small), wide = INT80(gets[i].wide);
        printf("%s: own %d, the same %d\n", gets[i].name, wide == uid, small == (wide & 0xffff));
    }
    show_ids("getresuid", 165, 2);
    show_ids("getresgid", 171, 2);
    show_ids("getresuid32", 209, 4);
    show_ids("getresgid32", 211, 4);
    long where[3];
    for (int i = 0; i < 4; i++) {
        static const int numbers[] = {165, 171, 209, 211};
        char label[48];
        for (int bad = 0; bad < 3; bad++) {
            snprintf(label, sizeof label, "call %d, pointer %d is bad", numbers[i], bad);
            CALL_AS(label, INT80(numbers[i], bad == 0 ? -4096 : P(&where[0]), bad == 1 ? -4096 : P(&where[1]),
                                 bad == 2 ? -4096 : P(&where[2])));
        }
    }
    uint16_t small_groups[64];
    uint32_t groups[64];
    CALL_AS("getgroups, how many", INT80(80, 0, 0));
    CALL_AS("getgroups", INT80(80, 64, P(small_groups)));
    CALL_AS("getgroups of -1", INT80(80, -1, P(small_groups)));
    CALL_AS("getgroups32, how many", INT80(205, 0, 0));
    CALL_AS("getgroups32", INT80(205, 64, P(groups)));
    CALL_AS("getgroups32 of -1", INT80(205, -1, P(groups)));

    make_file("file", "x");
    MUST(symlink("file", "link"));
    MUST(symlink("nowhere", "dangling"));
    int file = (int)MUST(open("file", O_RDONLY));
    static const struct {
        const char *name;
        int number;
        bool wide;
    } chowns[] = {{"chown", 182, false},  {"lchown", 16, false},   {"fchown", 95, false},
                  {"chown32", 212, true}, {"lchown32", 198, true}, {"fchown32", 207, true}};
    for (size_t i = 0; i < COUNT(chowns); i++) {
        long nobody = chowns[i].wide ? -1 : 0xffff;
        bool by_descriptor = chowns[i].number == 95 || chowns[i].number == 207;
        const char *const paths[] = {"file", "link", "dangling", "missing", MNT "/ro/file", MNT "/a/rel", "/dev/null"};
        for (size_t p = 0; p < (by_descriptor ? 1 : COUNT(paths)); p++) {
            long target = by_descriptor ? file : P(paths[p]);
            printf("%s %s\n", chowns[i].name, paths[p]);
            CALL_AS("  nobody", INT80(chowns[i].number, target, nobody, nobody));
            CALL_AS("  oneself", INT80(chowns[i].number, target, uid, gid));
            CALL_AS("  oneself, nobody", INT80(chowns[i].number, target, uid, nobody));
            CALL_AS("  -1", INT80(chowns[i].number, target, -1, -1));
            CALL_AS("  another", INT80(chowns[i].number, target, uid + 1, nobody));
            CALL_AS("  another group", INT80(chowns[i].number, target, nobody, gid + 1));
            // Only sixteen bits are looked at, or all of them.
            CALL_AS("  oneself and more bits", INT80(chowns[i].number, target, 0x50000 | uid, 0x70000 | gid));
            CALL_AS("  65535", INT80(chowns[i].number, target, 0xffff, 0xffff));
        }
        CALL_AS("  bad", INT80(chowns[i].number, by_descriptor ? -1 : P(BAD_POINTER), nobody, nobody));
        if (!by_descriptor) CALL_AS("  NULL", INT80(chowns[i].number, 0, nobody, nobody));
        show_owner("file");
        show_owner("link");
    }
    MUST(chmod("file", 06755));
    CALL_AS("chown to nobody", INT80(182, P("file"), 0xffff, 0xffff));
    show_stat("file");
    MUST(chmod("file", 06755));
    CALL_AS("fchownat", INT80(298, AT_FDCWD, P("link"), uid, -1, AT_SYMLINK_NOFOLLOW));
    CALL_AS("fchownat", INT80(298, AT_FDCWD, P("link"), -1, -1, 0));
    CALL_AS("fchownat", INT80(298, file, P(""), -1, gid, AT_EMPTY_PATH));
    CALL_AS("fchownat", INT80(298, AT_FDCWD, P("link"), 0xffff, -1, 0));
    CALL_AS("setuid to oneself", INT80(23, uid));
    CALL_AS("setgid to oneself", INT80(46, gid));
    CALL_AS("setuid to root", INT80(23, 0));
    CALL_AS("setgid to root", INT80(46, 0));
    CALL_AS("setuid to oneself and more bits", INT80(23, 0x30000 | uid));
    CALL_AS("setuid32 to oneself and more bits", INT80(213, 0x30000 | uid));
    CALL_AS("setreuid of nobody", INT80(70, 0xffff, 0xffff));
    CALL_AS("setregid of nobody", INT80(71, 0xffff, 0xffff));
    CALL_AS("setresuid of nobody", INT80(164, -1, -1, -1));
    CALL_AS("setresgid of nobody", INT80(170, 0xffff, 0xffff, 0xffff));
    CALL_AS("setresuid to root", INT80(164, 0, 0, 0));
    CALL_AS("setresuid32 of nobody", INT80(208, -1, -1, -1));
    CALL_AS("setresuid32 of 65535", INT80(208, 0xffff, 0xffff, 0xffff));
    CALL_AS("setgroups", INT80(81, 1, P(small_groups)));
    CALL_AS("setgroups32", INT80(206, 1, P(groups)));
    printf("setfsuid: own %d\n", INT80(138, 0xffff) == (uid & 0xffff));
    printf("setfsgid: own %d\n", INT80(139, 0xffff) == (gid & 0xffff));
}
