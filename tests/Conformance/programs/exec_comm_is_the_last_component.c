#include "conformance.h"
#include <sys/prctl.h>

// comm: the name of the file that was executed (15 bytes of it), for links the link's, for scripts the script's.
int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) {
        char name[17] = "";
        MUST(prctl(PR_GET_NAME, name));
        printf("%s\n", name);
        show_file("/proc/self/comm");
        return 0;
    }
    MUST(symlink(PROGRAM, "a_link"));
    MUST(symlink(PROGRAM, "a_name_longer_than_fifteen_bytes"));
    char script[200];
    snprintf(script, sizeof script, "#!%s\n", PROGRAM);
    make_script("a_script", script);
    MUST(symlink("a_script", "link_to_script"));
    const char *paths[] = {"a_link", "./a_name_longer_than_fifteen_bytes", "./a_script", "link_to_script", PROGRAM};
    for (size_t i = 0; i < COUNT(paths); i++) {
        char *const arguments[] = {"something else", "child", NULL};
        run_program(paths[i], paths[i], arguments, environ);
    }
}
