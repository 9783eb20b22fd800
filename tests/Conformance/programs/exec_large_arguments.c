#include "conformance.h"
#include <sys/resource.h>

// Up to 128 KiB an argument, a quarter of the stack limit in all; more is E2BIG.
int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[0], "child") == 0) {
        size_t total = 0;
        for (int i = 0; i < argc; i++) total += strlen(argv[i]) + 1;
        for (char **variable = environ; *variable != NULL; variable++) total += strlen(*variable) + 1;
        printf("argc %d, %zu bytes\n", argc, total);
        return 0;
    }
    static char large[131072 + 1];
    char *const none[] = {NULL};
    memset(large, 'a', 131072);
    const size_t lengths[] = {131070, 131071, 131072};
    for (size_t i = 0; i < COUNT(lengths); i++) {
        large[lengths[i]] = 0;
        char *const arguments[] = {"child", large, NULL};
        run_program("one large argument", PROGRAM, arguments, none);
        char *const one[] = {"child", "x", NULL};
        char *const environment[] = {large, NULL};
        run_program("one large variable", PROGRAM, one, environment);
        large[lengths[i]] = 'a';
    }
    large[100000] = 0;
    const int counts[] = {10, 19, 30, 62};
    for (size_t c = 0; c < COUNT(counts); c++) {
        char *arguments[66] = {"child"};
        for (int i = 1; i <= counts[c]; i++) arguments[i] = large;
        run_program("many large arguments", PROGRAM, arguments, none);
    }
    static char *many[20002];
    many[0] = "child";
    for (int i = 1; i <= 20000; i++) many[i] = "short";
    run_program("many short arguments", PROGRAM, many, none);
    MUST(setrlimit(RLIMIT_STACK, &(struct rlimit){1 << 20, RLIM_INFINITY}));
    many[5000] = NULL;
    run_program("a small stack", PROGRAM, many, none);
    char *arguments[8] = {"child", large, large, large, NULL};
    run_program("too much for a small stack", PROGRAM, arguments, none);
}
