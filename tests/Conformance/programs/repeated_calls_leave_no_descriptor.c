#include "sites.h"
#include <sys/resource.h>

// Calls that are made a thousand times leave no descriptor open, closed ones closed, and need none where the kernel
// needs none.
static void make_calls(bool prints) {
    char buffer[512];
    static const char *const paths[] = {FIX "/file", FIX "/missing",  "plain",
                                        "tree/leaf", FIX "/rel_link", MNT "/a/one"};
    for (size_t i = 0; i < COUNT(paths); i++) {
        long results[] = {AT_SITE(stat, paths[i], buffer),
                          AT_SITE(lstat, paths[i], buffer),
                          AT_SITE(newfstatat, AT_FDCWD, paths[i], buffer, 0),
                          AT_SITE(statx, AT_FDCWD, paths[i], AT_SYMLINK_NOFOLLOW, 1, buffer),
                          AT_SITE(access, paths[i], R_OK),
                          AT_SITE(faccessat2, AT_FDCWD, paths[i], F_OK, AT_SYMLINK_NOFOLLOW),
                          AT_SITE(readlink, paths[i], buffer, sizeof buffer),
                          AT_SITE(readlinkat, AT_FDCWD, paths[i], NULL_POINTER, sizeof buffer),
                          AT_SITE(getxattr, paths[i], "user.none", buffer, sizeof buffer),
                          AT_SITE(lgetxattr, paths[i], "user.none", buffer, sizeof buffer),
                          site_closed(AT_SITE(open, paths[i], O_RDONLY)),
                          AT_SITE(stat, paths[i], NULL_POINTER),
                          AT_SITE(open, paths[i], O_RDONLY | O_DIRECTORY)};
        errno = 0;
        long last = AT_SITE(openat, AT_FDCWD, paths[i], O_PATH);
        if (prints) {
            printf("%s:", paths[i]);
            for (size_t j = 0; j < COUNT(results); j++) printf(" %ld", results[j]);
            printf(" then %s\n", errno_name(errno));
        }
        if (last >= 0) close((int)last);
    }
}

int main(void) {
    make_file("plain", "plain");
    MUST(mkdir("tree", 0755));
    make_file("tree/leaf", "leaf");
    for (int i = 0; i < 200; i++) make_calls(false);
    CALL(dup(0));
    close(3);
    list_dir("/proc/self/fd");

    printf("standard input closed\n");
    close(0);
    for (int i = 0; i < ROUNDS; i++) make_calls(i == 0);
    CALL(dup(1));
    CALL(AT_SITE(open, FIX "/file", O_RDONLY));

    printf("none left\n");
    MUST(setrlimit(RLIMIT_NOFILE, &(struct rlimit){4, 4}));
    for (int i = 0; i < ROUNDS; i++) make_calls(true);
    printf("one left\n");
    close(3);
    for (int i = 0; i < ROUNDS; i++) make_calls(true);
    CALL(dup(1));
}
