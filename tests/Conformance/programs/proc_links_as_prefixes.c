#include "conformance.h"

// /proc/self/cwd, root, fd/N as the start of longer paths, with ".." after them.
int main(void) {
    MUST(mkdir("dir", 0755));
    make_file("dir/below", "below");
    make_file("here", "here");
    int dir = (int)MUST(open("dir", O_RDONLY));
    int path = (int)MUST(open(FIX "/dir", O_PATH));
    int bound = (int)MUST(open(MNT "/a/deep", O_PATH));
    int root = (int)MUST(open("/", O_RDONLY));
    int file = (int)MUST(open("here", O_RDONLY));
    const char *ends[] = {"below",      "../here", "../dir/below", "inner", "../file",    "three",         "../one",
                          "../../file", "..",      "../..",        ".",     "etc/passwd", "../etc/passwd", ""};
    const int fds[] = {dir, path, bound, root, file};
    const char *names[] = {"dir", "path", "bound", "root", "file"};
    for (size_t f = 0; f < COUNT(fds); f++) {
        for (size_t e = 0; e < COUNT(ends); e++) {
            char text[128], label[128];
            struct stat st;
            snprintf(text, sizeof text, "/proc/self/fd/%d/%s", fds[f], ends[e]);
            snprintf(label, sizeof label, "%s/%s", names[f], ends[e]);
            if (stat(text, &st) < 0) printf("%s: %s\n", label, errno_name(errno));
            else conf_print_stat(label, &st);
        }
    }
    show_file("/proc/self/cwd/here");
    show_file("/proc/self/cwd/dir/below");
    show_file("/proc/self/cwd/../fix/file");
    show_stat("/proc/self/root/etc/passwd");
    show_stat("/proc/self/root/etc/..");
    show_stat("/proc/self/root/..");
    show_stat("/proc/self/root/../../etc/passwd");
    show_file("/proc/self/root/conf/fix/escape");
    list_dir("/proc/self/root/");
    show_stat("/proc/self/exe/x");
    show_stat("/proc/self/exe/");
    show_stat("/proc/self/../self/cwd/here");
    show_stat("/proc/self/../..");
    show_stat("/proc/self/cwd/..");
    make_file("/proc/self/cwd/created", "created");
    show_file("created");
    MUST(mkdir("/proc/self/root/conf/work/made", 0755));
    list_dir(WORK);
    CALL(rename("/proc/self/cwd/created", "/proc/self/root/conf/work/moved"));
    CALL(symlink("/proc/self/cwd/here", "by_proc"));
    show_file("by_proc");
    CALL(chdir("/proc/self/root/proc/self/cwd/dir"));
    show_cwd();
    CALL(chdir("/proc/self"));
    CALL(access("cwd/status", R_OK));
    show_file("root/conf/work/here");
    CALL(chdir("cwd/.."));
    show_cwd();
}
