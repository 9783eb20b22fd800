#include "conformance.h"

// /proc/self/exe names the resolved file; AT_EXECFN and argv[0] keep what was given.
#include <sys/auxv.h>
int main(int argc, char **argv) {
    if (argc > 1) {
        show_link("/proc/self/exe");
        printf("AT_EXECFN %s, argv[0] %s\n", (const char *)getauxval(AT_EXECFN), argv[0]);
        return 0;
    }
    MUST(symlink(PROGRAM, "link"));
    MUST(symlink("link", "chain"));
    MUST(mkdir("dir", 0755));
    const char *paths[] = {"link",           "./chain", WORK "/link",         "dir/../link", "../bin/../work/chain",
                           "/proc/self/exe", PROGRAM,   "//conf//work/./link"};
    for (size_t i = 0; i < COUNT(paths); i++) {
        char *const arguments[] = {"given", "child", NULL};
        run_program(paths[i], paths[i], arguments, environ);
    }
}
