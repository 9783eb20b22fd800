#include "conformance.h"

// A link's text is stored and read back byte for byte, absolute, winding, odd or long.
int main(void) {
    static char longest[PATH_MAX];
    memset(longest, 'y', PATH_MAX - 1);
    const char *targets[] = {"x",
                             "/",
                             "/absolute/target",
                             "../..",
                             "./a//b/",
                             "with space\n",
                             "\377\376 not UTF-8",
                             "/proc/self/cwd",
                             WORK "/x",
                             MNT "/a/one"};
    for (size_t i = 0; i < COUNT(targets); i++) {
        CALL(symlink(targets[i], "link"));
        char text[100];
        memset(text, '#', sizeof text);
        ssize_t size = readlink("link", text, sizeof text);
        printf("%zd bytes, equal %d, next byte '%c'\n", size, memcmp(text, targets[i], (size_t)size) == 0, text[size]);
        show_lstat("link");
        unlink("link");
    }
    CALL(symlink(longest, "longest"));
    show_lstat("longest");
    static char back[PATH_MAX + 100];
    printf("read back: %zd\n", readlink("longest", back, sizeof back));
    CALL(open("longest", O_RDONLY));
    CALL(symlink("x", "longest"));
    CALL(symlink("x", "missing/y"));
    CALL(symlink("x", "longest/y"));
    CALL(symlink("x", "new/"));
    CALL(symlink("x", "."));
    CALL(symlink("x", ".."));
    CALL(symlink("x", "/"));
    int dir = (int)MUST(open("/conf/work", O_RDONLY));
    CALL(symlinkat("at", dir, "made"));
    show_link("made");
    CALL(symlinkat("at", -1, "made2"));
    CALL(symlink("x", MNT "/ro/new"));
}
