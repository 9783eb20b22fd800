#include "conformance.h"

// A trailing slash on every kind of name, for every call: what must be a directory, and what creates one.
static void prepare(void) {
    make_file("file", "file");
    MUST(mkdir("dir", 0755));
    MUST(symlink("file", "to_file"));
    MUST(symlink("dir", "to_dir"));
    MUST(symlink("nowhere", "dangling"));
    MUST(symlink("self", "self"));
    make_file("source", "source");
    MUST(mkdir("source_dir", 0755));
}

static void clean(void) {
    const char *names[] = {"file", "dir",    "to_file",    "to_dir",  "dangling",
                           "self", "source", "source_dir", "missing", "nowhere"};
    for (size_t i = 0; i < COUNT(names); i++) {
        if (unlink(names[i]) < 0) rmdir(names[i]);
    }
}

int main(void) {
    const char *names[] = {"file", "dir", "to_file", "to_dir", "dangling", "self", "missing"};
    const char *ends[] = {"", "/", "//", "/."};
    for (size_t n = 0; n < COUNT(names); n++) {
        for (size_t e = 0; e < COUNT(ends); e++) {
            char p[64];
            struct stat st;
            snprintf(p, sizeof p, "%s%s", names[n], ends[e]);
            printf("[%s]\n", p);
#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        prepare();                                                                                                     \
        errno = 0;                                                                                                     \
        long result = (call);                                                                                          \
        printf("  %s: %s\n", #call, result < 0 ? errno_name(errno) : "ok");                                            \
        clean();                                                                                                       \
    } while (0)
            TRY(stat(p, &st));
            TRY(lstat(p, &st));
            TRY(open(p, O_RDONLY));
            TRY(open(p, O_WRONLY));
            TRY(open(p, O_RDONLY | O_NOFOLLOW));
            TRY(open(p, O_PATH | O_NOFOLLOW));
            TRY(open(p, O_RDWR | O_CREAT, 0644));
            TRY(open(p, O_RDWR | O_CREAT | O_EXCL, 0644));
            TRY(mkdir(p, 0755));
            TRY(rmdir(p));
            TRY(unlink(p));
            TRY(symlink("x", p));
            TRY(mknod(p, S_IFREG | 0644, 0));
            TRY(link("source", p));
            TRY(link(p, "missing"));
            TRY(rename("source", p));
            TRY(rename("source_dir", p));
            TRY(rename(p, "missing"));
            TRY(chmod(p, 0755));
            TRY(lchown(p, -1, -1));
            TRY(truncate(p, 0));
            TRY(access(p, F_OK));
            TRY(utimensat(AT_FDCWD, p, NULL, AT_SYMLINK_NOFOLLOW));
            for (int fd = 3; fd < 64; fd++) close(fd);
        }
    }
}
