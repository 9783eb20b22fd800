#include "conformance.h"

// chdir(2) and fchdir(2) through links, bindings, "..", and their errors; the cwd stays after an error.
static void go(const char *path) {
    CALL_AS(path, chdir(path));
    show_cwd();
}

int main(void) {
    const char *paths[] = {FIX "/dir_link",
                           "sub",
                           "..",
                           "../abs_dir_link/sub",
                           "/..",
                           "/../../conf",
                           "fix/escape_dir",
                           "/conf/fix/dotdot_link",
                           FIX "/to_binding",
                           "sub",
                           "../..",
                           "a/deep",
                           "..",
                           "../../..",
                           FIX "/to_deep",
                           "../up",
                           MNT "/a/up",
                           FIX "/proc_cwd_link",
                           "/proc/self/root",
                           FIX "/work_link",
                           "//",
                           "/conf//work///",
                           "/bin",
                           "/lib/../lib64"};
    for (size_t i = 0; i < COUNT(paths); i++) go(paths[i]);
    go(WORK);
    go(FIX "/file");
    go(FIX "/missing");
    go(FIX "/locked");
    go(FIX "/self");
    go(FIX "/dangling");
    go(MNT "/file");
    go("");
    int dir = (int)MUST(open(FIX "/dir", O_RDONLY));
    int path = (int)MUST(open(MNT "/a/sub", O_PATH));
    int file = (int)MUST(open(FIX "/file", O_RDONLY));
    int locked = (int)MUST(open(FIX "/locked", O_PATH));
    CALL(fchdir(dir));
    show_cwd();
    CALL(fchdir(path));
    show_cwd();
    CALL(fchdir(file));
    CALL(fchdir(locked));
    CALL(fchdir(-1));
    show_cwd();
}
