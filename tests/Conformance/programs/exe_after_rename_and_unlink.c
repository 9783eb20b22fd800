#include "conformance.h"

// /proc/self/exe follows the binary when it is renamed, says (deleted) when it is gone, and still opens its bytes.
static void copy(const char *from, const char *to) {
    static char bytes[1 << 20];
    int in = (int)MUST(open(from, O_RDONLY));
    int out = (int)MUST(open(to, O_WRONLY | O_CREAT | O_EXCL, 0755));
    ssize_t size;
    while ((size = read(in, bytes, sizeof bytes)) > 0) MUST(write(out, bytes, (size_t)size));
    close(in);
    close(out);
}

static bool equal(const char *one, const char *other) {
    static char a[1 << 20], b[1 << 20];
    int x = open(one, O_RDONLY), y = open(other, O_RDONLY);
    ssize_t n = read(x, a, sizeof a), m = read(y, b, sizeof b);
    close(x);
    close(y);
    return n > 0 && n == m && memcmp(a, b, (size_t)n) == 0;
}

int main(int argc, char **argv) {
    if (argc == 1) {
        copy(PROGRAM, "copy");
        char *const arguments[] = {"copy", "child", NULL};
        run_program("copy", WORK "/copy", arguments, environ);
        return 0;
    }
    (void)argv;
    show_link("/proc/self/exe");
    printf("equal bytes: %d\n", equal("/proc/self/exe", PROGRAM));
    MUST(rename("copy", "renamed"));
    show_link("/proc/self/exe");
    MUST(mkdir("dir", 0755));
    MUST(rename("renamed", "dir/moved"));
    show_link("/proc/self/exe");
    MUST(unlink("dir/moved"));
    show_link("/proc/self/exe");
    printf("equal bytes: %d\n", equal("/proc/self/exe", PROGRAM));
    show_stat("/proc/self/exe");
    CALL(open("/proc/self/exe", O_WRONLY));
    char *const arguments[] = {"again", NULL};
    (void)arguments;
    make_file("dir/moved", "another file of that name");
    show_link("/proc/self/exe");
}
