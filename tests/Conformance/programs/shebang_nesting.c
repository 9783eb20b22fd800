#include "conformance.h"

// Scripts that interpret scripts: five levels are allowed, then ELOOP; each level puts its name in front.
int main(int argc, char **argv) {
    if (argc > 1) {
        for (int i = 0; i < argc; i++) printf("  argv[%d] = \"%s\"\n", i, argv[i]);
        return 0;
    }
    MUST(symlink(PROGRAM, "level0"));
    for (int level = 1; level <= 8; level++) {
        char name[16], text[64];
        snprintf(name, sizeof name, "level%d", level);
        snprintf(text, sizeof text, "#!/conf/work/level%d from%d\n", level - 1, level);
        make_script(name, text);
        char *const arguments[] = {"zero", "last", NULL};
        run_program(name, name, arguments, environ);
    }
}
