#include "conformance.h"

// One host directory bound at two places: each name leads back to the place that was used.
int main(void) {
    CALL(chdir("/conf/twice1/sub"));
    show_cwd();
    CALL(chdir("/conf/twice2/sub"));
    show_cwd();
    CALL(chdir("../../twice1"));
    show_cwd();
    show_link("/proc/self/cwd");
    int one = (int)MUST(open("/conf/twice1/sub/leaf", O_RDONLY));
    int two = (int)MUST(open("/conf/twice2/sub/leaf", O_RDONLY));
    char path[64];
    char target[PATH_MAX];
    const int fds[] = {one, two};
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", fds[i]);
        ssize_t size = readlink(path, target, sizeof target);
        printf("%d: %.*s\n", i, (int)size, target);
    }
    MUST(chdir("/conf/twice2"));
    show_cwd();
    int dir = (int)MUST(open("/conf/twice1/sub", O_RDONLY));
    MUST(fchdir(dir));
    show_cwd();
    make_file("/conf/twice1/new", "new");
    show_file("/conf/twice2/new");
    printf("same file: %d\n", same_file("/conf/twice1/sub/leaf", "/conf/twice2/sub/leaf"));
}
