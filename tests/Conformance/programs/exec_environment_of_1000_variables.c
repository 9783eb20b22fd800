#include "conformance.h"

// A thousand variables arrive in order.
int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) {
        int count = 0, right = 0;
        char expected[64];
        for (char **variable = environ; *variable != NULL; variable++, count++) {
            snprintf(expected, sizeof expected, "VARIABLE_%d=value %d", count, count * 7);
            right += strcmp(expected, *variable) == 0;
        }
        printf("%d variables, %d right, the last %s\n", count, right, getenv("VARIABLE_999"));
        return 0;
    }
    char *variables[1001] = {0};
    for (int i = 0; i < 1000; i++) {
        variables[i] = malloc(64);
        snprintf(variables[i], 64, "VARIABLE_%d=value %d", i, i * 7);
    }
    char *const arguments[] = {"x", "child", NULL};
    run_program("child", PROGRAM, arguments, variables);
}
