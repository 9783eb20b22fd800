// variants: static static-pie no-pie musl
#include "sites.h"

// Each call that reads a path, made again and again at its site, with paths of every kind: one answer in all rounds.
static char buffer[512];
static int directory = AT_FDCWD;
static const char *path;

static long do_open(void) { return site_closed(AT_SITE(open, path, O_RDONLY | O_NONBLOCK)); }
static long do_openat(void) {
    return site_closed(AT_SITE(openat, directory, path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW));
}
static long do_open_path(void) { return site_closed(AT_SITE(openat, directory, path, O_PATH | O_DIRECTORY)); }
static long do_stat(void) { return AT_SITE(stat, path, buffer); }
static long do_lstat(void) { return AT_SITE(lstat, path, buffer); }
static long do_newfstatat(void) { return AT_SITE(newfstatat, directory, path, buffer, 0); }
static long do_newfstatat_link(void) { return AT_SITE(newfstatat, directory, path, buffer, AT_SYMLINK_NOFOLLOW); }
static long do_statx(void) { return AT_SITE(statx, directory, path, 0, 0x7ff, buffer); }
static long do_statx_link(void) { return AT_SITE(statx, directory, path, AT_SYMLINK_NOFOLLOW, 1, buffer); }
static long do_access(void) { return AT_SITE(access, path, R_OK | W_OK); }
static long do_faccessat(void) { return AT_SITE(faccessat, directory, path, X_OK); }
static long do_faccessat2(void) { return AT_SITE(faccessat2, directory, path, F_OK, AT_SYMLINK_NOFOLLOW | AT_EACCESS); }
static long do_readlink(void) { return AT_SITE(readlink, path, buffer, sizeof buffer); }
static long do_readlinkat(void) { return AT_SITE(readlinkat, directory, path, buffer, 3); }
static long do_getxattr(void) { return AT_SITE(getxattr, path, "user.none", buffer, sizeof buffer); }
static long do_lgetxattr(void) { return AT_SITE(lgetxattr, path, "user.none", buffer, sizeof buffer); }

static const struct {
    const char *name;
    long (*make)(void);
} calls[] = {
    {"open", do_open},
    {"openat", do_openat},
    {"O_PATH", do_open_path},
    {"stat", do_stat},
    {"lstat", do_lstat},
    {"newfstatat", do_newfstatat},
    {"nofollow", do_newfstatat_link},
    {"statx", do_statx},
    {"statx nofollow", do_statx_link},
    {"access", do_access},
    {"faccessat", do_faccessat},
    {"faccessat2", do_faccessat2},
    {"readlink", do_readlink},
    {"readlinkat", do_readlinkat},
    {"getxattr", do_getxattr},
    {"lgetxattr", do_lgetxattr},
};

static void try(const char *tried) {
    path = tried;
    printf("%s:", tried);
    for (size_t i = 0; i < COUNT(calls); i++) {
        long results[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            errno = 0;
            results[round] = calls[i].make();
            if (results[round] < 0) results[round] = -errno;
            if (round > 0 && results[round] == results[0]) continue;
            printf(" %s%s ", round == 0 ? "" : "then ", calls[i].name);
            if (results[round] < 0) printf("%s", errno_name((int)-results[round]));
            else printf("%ld", results[round]);
        }
    }
    printf("\n");
}

int main(void) {
    static const char *const absolute[] = {
        FIX "/file",
        FIX "//dir///inner",
        FIX "/dir/sub/",
        FIX "/file/",
        FIX "/missing",
        FIX "/missing/below",
        FIX "/file/below",
        FIX "/rel_link",
        FIX "/abs_link",
        FIX "/dir_link/inner",
        FIX "/dir_link/",
        FIX "/dangling",
        FIX "/self",
        FIX "/chain1",
        FIX "/dir/../file",
        FIX "/dir/.",
        FIX "/./file",
        FIX "/..",
        FIX "/locked",
        FIX "/locked/inside",
        FIX "/locked/missing",
        FIX "/to_binding/one",
        "/",
        "//",
        "/..",
        "/.",
        "//conf//fix//file",
        MNT,
        MNT "/",
        MNT "/a",
        MNT "/a/",
        MNT "/a/one",
        MNT "//a//one",
        MNT "/a/missing",
        MNT "/ab",
        MNT "/file",
        MNT "/file/",
        MNT "/file/below",
        MNT "/ro",
        MNT "/ro/file",
        MNT "/rofile",
        "/conf/ghost",
        "/conf/ghost/missing",
        "/etc/passwd",
        "/etc/shadow",
        "/nowhere",
        "/bin/sh",
        "/usr/bin/sh",
        "/usr/bin/dash",
        "/tmp",
    };
    static const char *const relative[] = {
        "plain",   "./plain",   "plain/",     "plain/x",     "absent",        "absent/x",  "link",
        "nowhere", "tree/leaf", "tree//leaf", "tree/./leaf", "tree/../plain", "tree/link", "tree",
        "tree/",   "tree/.",    ".",          "./",          ".//.",          "..",        "../fix/file",
        "closed",  "closed/x",  "unreadable", "fifo",        "...",           "..plain",   "a",
        "conf",    "file",      "proc",       "pla",         "plainer",
    };
    MUST(mkdir("tree", 0755));
    MUST(mkdir("closed", 0));
    MUST(symlink("plain", "link"));
    MUST(symlink("absent", "nowhere"));
    MUST(symlink("../plain", "tree/link"));
    MUST(mkfifo("fifo", 0644));
    make_file("plain", "plain");
    make_file("tree/leaf", "leaf");
    make_file("...", "three dots");
    make_file("..plain", "two dots");
    make_file("a", "named as a mount point");
    make_file("unreadable", "");
    MUST(chmod("unreadable", 0200));

    for (size_t i = 0; i < COUNT(absolute); i++) try(absolute[i]);
    for (size_t i = 0; i < COUNT(relative); i++) try(relative[i]);
    printf("by a descriptor\n");
    directory = (int)MUST(open("tree", O_PATH | O_DIRECTORY));
    try("leaf");
    try("../plain");
    try("link");
    try("absent");
    try(FIX "/file");
    directory = (int)MUST(open("/", O_RDONLY | O_DIRECTORY));
    for (size_t i = 0; i < COUNT(absolute); i++) try(absolute[i] + (absolute[i][1] != 0));
    printf("one directory bound twice\n");
    try("/conf/ghost/dir");
    try("/conf/ghost/parent/child");
    try("/conf/ghost/parent/child/seen");
    try("/conf/twice1/sub");
    try(FIX "/file");
}
