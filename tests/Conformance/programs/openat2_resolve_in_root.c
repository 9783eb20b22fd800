#include "conformance.h"

// RESOLVE_IN_ROOT: the dirfd is the root of absolute paths, absolute links and "..".
static void show(int root, const char *path) {
    char label[PATH_MAX];
    int fd = open_how(root, path, O_RDONLY, 0, CONF_IN_ROOT);
    if (fd < 0) {
        printf("%s: %s\n", path, errno_name(errno));
        return;
    }
    snprintf(label, sizeof label, "/proc/self/fd/%d", fd);
    char target[PATH_MAX];
    ssize_t size = readlink(label, target, sizeof target);
    printf("%s: %.*s\n", path, (int)size, target);
    close(fd);
}

int main(void) {
    MUST(symlink("/x", "to_x"));
    MUST(symlink("/conf/fix/file", "outside"));
    MUST(symlink("../../../../x", "up_x"));
    MUST(symlink("/", "to_root"));
    MUST(mkdir("sub", 0755));
    make_file("x", "x");
    int work = (int)MUST(open(WORK, O_RDONLY | O_DIRECTORY));
    const char *paths[] = {"x",     "/x",      "//x",    "../x",    "/../../x",     "to_x",
                           "/to_x", "outside", "up_x",   "to_root", "to_root/x",    "sub/../../x",
                           "/",     "..",      "sub/..", "missing", "/conf/work/x", ""};
    for (size_t i = 0; i < COUNT(paths); i++) show(work, paths[i]);
    int binding = (int)MUST(open(MNT "/a", O_RDONLY | O_DIRECTORY));
    const char *bound[] = {"/one",     "/deep/three", "/sub/../../one", "back",
                           "abs_back", "up",          "into_deep",      "/deep/../one"};
    for (size_t i = 0; i < COUNT(bound); i++) show(binding, bound[i]);
    int file = (int)MUST(open(FIX "/file", O_RDONLY));
    OPENS(open_how(file, "x", O_RDONLY, 0, CONF_IN_ROOT));
    OPENS(open_how(file, "/x", O_RDONLY, 0, CONF_IN_ROOT));
    OPENS(open_how(-1, "/x", O_RDONLY, 0, CONF_IN_ROOT));
    OPENS(open_how(999, "x", O_RDONLY, 0, CONF_IN_ROOT));
    OPENS(open_how(AT_FDCWD, "/x", O_RDONLY, 0, CONF_IN_ROOT));
    OPENS(open_how(work, "/made", O_RDWR | O_CREAT, 0600, CONF_IN_ROOT));
    list_dir(WORK);
}
