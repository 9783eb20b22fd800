#include "conformance.h"

// Mount points that the rootfs lacks are there all the same: listed, found, entered, with their parents.
int main(void) {
    list_dir("/conf/ghost");
    show_stat("/conf/ghost/dir");
    show_stat("/conf/ghost/file");
    show_file("/conf/ghost/file");
    list_dir("/conf/ghost/dir");
    show_file("/conf/ghost/dir/seen");
    list_dir("/conf/ghost/parent");
    list_dir("/conf/ghost/parent/child");
    show_stat("/conf/ghost/parent");
    show_file("/conf/ghost/parent/child/seen");
    show_file("/conf/ghost/parent/child/../child/seen");
    show_stat("/conf/ghost/missing");
    show_stat("/conf/ghost/parent/missing");
    CALL(mkdir("/conf/ghost/dir", 0755));
    CALL(mkdir("/conf/ghost/parent", 0755));
    CALL(open("/conf/ghost/file", O_CREAT | O_EXCL | O_RDWR, 0644));
    CALL(chdir("/conf/ghost/parent/child"));
    show_cwd();
    CALL(chdir(".."));
    show_cwd();
    show_file("child/seen");
    CALL(chdir(".."));
    show_cwd();
    list_dir(".");
    int fd = (int)MUST(open("/conf/ghost/parent/child", O_RDONLY | O_DIRECTORY));
    OPENS(openat(fd, "../../dir/seen", O_RDONLY));
    CALL(rmdir("/conf/ghost/dir"));
    CALL(rmdir("/conf/ghost/parent"));
    CALL(unlink("/conf/ghost/file"));
    CALL(access("/conf/ghost/parent", R_OK | X_OK));
    OPENS(open("/conf/ghost/parent", O_RDONLY));
    OPENS(open("/conf/ghost/parent", O_PATH));
    show_link("/conf/ghost/parent");
}
