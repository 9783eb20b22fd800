#include "conformance.h"

// ".." of the root is the root, however written; repeated slashes and dots mean nothing.
int main(void) {
    const char *paths[] = {"/..",
                           "/../..",
                           "/../../..",
                           "/./../",
                           "//",
                           "///..//.",
                           "/..//.",
                           "/../etc/../..",
                           "/conf/../..",
                           "/conf/../../..",
                           "/../../../conf/../../.."};
    for (size_t i = 0; i < COUNT(paths); i++) printf("%s is the root: %d\n", paths[i], same_file(paths[i], "/"));
    const char *files[] = {"/../etc/passwd",
                           "/../../../../../../../../etc/passwd",
                           "//etc//passwd",
                           "/./etc/./passwd",
                           "/etc/../etc/passwd",
                           "///../..//./etc/.//passwd",
                           "../../../../../../../../../etc/passwd",
                           "../../etc/passwd",
                           "./../.././etc/passwd"};
    for (size_t i = 0; i < COUNT(files); i++) show_stat(files[i]);
    list_dir("/..");
    int root = (int)MUST(open("/", O_RDONLY));
    OPENS(openat(root, "..", O_RDONLY));
    OPENS(openat(root, "../../etc/passwd", O_RDONLY));
    OPENS(openat(root, "../conf/work", O_RDONLY));
    MUST(chdir("/"));
    CALL(chdir(".."));
    show_cwd();
    CALL(chdir("../../conf/.."));
    show_cwd();
    CALL(open("../etc/passwd/..", O_RDONLY));
    CALL(open("/etc/passwd/../passwd", O_RDONLY));
    CALL(open("/missing/../etc/passwd", O_RDONLY));
}
