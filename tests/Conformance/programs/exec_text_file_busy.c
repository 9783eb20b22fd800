#include "conformance.h"

// A program open for writing cannot be run, a running one cannot be written: ETXTBSY.
int main(int argc, char **argv) {
    (void)argv;
    static char bytes[1 << 20];
    if (argc > 1) {
        CALL(open("copy", O_WRONLY));
        CALL(open("copy", O_RDWR | O_TRUNC));
        CALL(truncate("copy", 0));
        OPENS(open("copy", O_RDONLY));
        CALL(unlink("copy"));
        return 0;
    }
    int in = (int)MUST(open(PROGRAM, O_RDONLY));
    ssize_t size = MUST(read(in, bytes, sizeof bytes));
    int out = (int)MUST(open("copy", O_WRONLY | O_CREAT | O_CLOEXEC, 0755));
    MUST(write(out, bytes, (size_t)size));
    char *const arguments[] = {"x", "child", NULL};
    run_program("open for writing", "./copy", arguments, environ);
    close(out);
    run_program("closed", "./copy", arguments, environ);
}
