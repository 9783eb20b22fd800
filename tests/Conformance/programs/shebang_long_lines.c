#include "conformance.h"

// The kernel reads 256 bytes of a script: what is cut, and where ENOEXEC begins.
static void try(const char *label, const char *interpreter, size_t filler, const char *end) {
    char text[1024];
    size_t used = (size_t)sprintf(text, "#!%s ", interpreter);
    memset(text + used, 'x', filler);
    strcpy(text + used + filler, end);
    make_script("script", text);
    printf("%s, line of %zu bytes\n", label, strcspn(text, "\n"));
    char *const arguments[] = {"zero", "first", NULL};
    run_program(label, "./script", arguments, environ);
}

int main(int argc, char **argv) {
    if (argc > 1) {
        for (int i = 0; i < argc; i++) printf("  argv[%d] has %zu bytes\n", i, strlen(argv[i]));
        return 0;
    }
    MUST(symlink(PROGRAM, "i"));
    const size_t fillers[] = {100, 235, 236, 237, 238, 239, 240, 241, 242, 243, 244, 245, 250, 300, 500};
    for (size_t i = 0; i < COUNT(fillers); i++) try("argument", "/conf/work/i", fillers[i], "\n");
    try("argument without newline", "/conf/work/i", 239, "");
    char interpreter[400];
    const size_t lengths[] = {200, 252, 253, 254, 255, 256, 257, 300};
    for (size_t i = 0; i < COUNT(lengths); i++) {
        // Slashes make the interpreter's name as long as is wanted.
        memset(interpreter, '/', sizeof interpreter);
        strcpy(interpreter + lengths[i] - strlen("conf/work/i"), "conf/work/i");
        char text[512];
        snprintf(text, sizeof text, "#!%s\n", interpreter);
        make_script("script", text);
        char *const arguments[] = {"zero", "first", NULL};
        printf("interpreter of %zu bytes\n", strlen(interpreter));
        run_program("interpreter", "./script", arguments, environ);
    }
}
