#include "conformance.h"

// What still works in a deleted working directory: ".", "..", not getcwd, nothing created.
int main(void) {
    MUST(mkdir("gone", 0755));
    MUST(chdir("gone"));
    MUST(rmdir(WORK "/gone"));
    show_cwd();
    show_link("/proc/self/cwd");
    show_stat(".");
    show_stat("..");
    CALL(open("new", O_RDWR | O_CREAT, 0644));
    CALL(open("missing", O_RDONLY));
    CALL(mkdir("new", 0755));
    CALL(symlink("x", "new"));
    CALL(mknod("new", S_IFREG | 0644, 0));
    CALL(rename(FIX "/file", "new"));
    CALL(link(FIX "/file", "new"));
    CALL(access(".", W_OK));
    OPENS(open(".", O_RDONLY));
    OPENS(open("..", O_RDONLY));
    OPENS(open("../../fix/file", O_RDONLY));
    OPENS(open("./.././../conf/fix/file", O_RDONLY));
    list_dir(".");
    CALL(rmdir("../gone"));
    CALL(chdir("."));
    CALL(chdir(".."));
    show_cwd();
    MUST(mkdir("gone", 0755));
    MUST(chdir("gone"));
    MUST(rmdir("../gone"));
    MUST(mkdir("../gone", 0700));
    show_cwd();
    show_stat("../gone");
    show_stat(".");
    CALL(chdir("../gone"));
    show_cwd();
}
