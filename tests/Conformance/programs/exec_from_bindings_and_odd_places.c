#include "conformance.h"

// Programs run from bindings, by links into them, by /proc prefixes, from a deleted working directory.
static void copy(const char *to) {
    static char bytes[1 << 20];
    int in = (int)MUST(open(PROGRAM, O_RDONLY));
    int out = (int)MUST(open(to, O_WRONLY | O_CREAT | O_EXCL, 0755));
    MUST(write(out, bytes, (size_t)MUST(read(in, bytes, sizeof bytes))));
    close(in);
    close(out);
}

int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) {
        show_link("/proc/self/exe");
        return 0;
    }
    char *const arguments[] = {"x", "child", NULL};
    copy(MNT "/a/program");
    copy(MNT "/a/deep/program");
    copy("/conf/twice1/program");
    copy("program");
    MUST(symlink("program", "link"));
    const char *paths[] = {MNT "/a/program",         FIX "/to_binding/program", FIX "/to_deep/program",
                           MNT "/a/deep/../program", "../mnt/a/program",        "/conf/twice1/program",
                           "/conf/twice2/program",   "/proc/self/cwd/program",  "/proc/self/root/conf/work/program",
                           "/proc/self/cwd/link",    FIX "/work_link/program",  FIX "/proc_cwd_link/program",
                           "//conf/work//program",   "/../conf/work/./program"};
    for (size_t i = 0; i < COUNT(paths); i++) run_program(paths[i], paths[i], arguments, environ);
    MUST(mkdir("gone", 0755));
    MUST(chdir("gone"));
    MUST(rmdir(WORK "/gone"));
    run_program("deleted cwd, absolute", WORK "/program", arguments, environ);
    run_program("deleted cwd, relative", "program", arguments, environ);
    run_program("deleted cwd, by ..", "../program", arguments, environ);
}
