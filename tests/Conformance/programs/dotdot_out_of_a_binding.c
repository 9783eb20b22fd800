#include "conformance.h"

// ".." from a binding's root is the guest's parent of the mount point, by path, by descriptor, by cwd.
int main(void) {
    CALL(chdir(MNT "/a"));
    show_cwd();
    show_stat("../file");
    list_dir("..");
    CALL(chdir(".."));
    show_cwd();
    CALL(chdir("a/deep/within"));
    show_cwd();
    show_file("../three");
    show_file("../../one");
    show_file("../../../file");
    show_file("../../../../fix/file");
    CALL(chdir("../../.."));
    show_cwd();
    int a = (int)MUST(open(MNT "/a", O_RDONLY | O_DIRECTORY));
    int deep = (int)MUST(openat(a, "deep", O_PATH));
    OPENS(openat(a, "../../fix/file", O_RDONLY));
    OPENS(openat(deep, "../one", O_RDONLY));
    OPENS(openat(deep, "../../../fix/file", O_RDONLY));
    OPENS(openat(deep, "hidden", O_RDONLY));
    CALL(fchdir(deep));
    show_cwd();
    CALL(chdir(".."));
    show_cwd();
    int parent = (int)MUST(openat(deep, "..", O_RDONLY | O_DIRECTORY));
    OPENS(openat(parent, "one", O_RDONLY));
    OPENS(openat(parent, "deep/three", O_RDONLY));
    CALL(fchdir(parent));
    show_cwd();
    struct stat up, mount_point;
    MUST(fstatat(deep, "..", &up, 0));
    MUST(stat(MNT "/a", &mount_point));
    printf("the parent is the outer binding: %d\n", up.st_ino == mount_point.st_ino);
}
