#include "conformance.h"

// The kernel runs a program and a script that their user may execute but not read.
static void copy(const char *from, const char *to) {
    static char bytes[1 << 20];
    int in = (int)MUST(open(from, O_RDONLY));
    int out = (int)MUST(open(to, O_WRONLY | O_CREAT | O_EXCL, 0700));
    MUST(write(out, bytes, (size_t)MUST(read(in, bytes, sizeof bytes))));
    close(in);
    close(out);
}

int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) {
        printf("ran\n");
        return 0;
    }
    char *const arguments[] = {"x", "child", NULL};
    copy(PROGRAM, "program");
    make_script("script", "#!" PROGRAM "\n");
    MUST(chmod("program", 0111));
    MUST(chmod("script", 0111));
    run_program("program", "./program", arguments, environ);
    run_program("script", "./script", arguments, environ);
}
