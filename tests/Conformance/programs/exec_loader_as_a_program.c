#include "conformance.h"
#include <sys/auxv.h>

// ld.so run as a program loads another one; then exe is the loader, and the program works all the same.
int main(int argc, char **argv) {
    if (argc > 1) {
        show_link("/proc/self/exe");
        printf("argv[0] %s, AT_EXECFN %s, AT_BASE %d\n", argv[0], (const char *)getauxval(AT_EXECFN),
               getauxval(AT_BASE) != 0);
        show_file("/proc/self/comm");
        show_file(FIX "/rel_link");
        return 0;
    }
    char *const arguments[] = {"loader", PROGRAM, "child", NULL};
    run_program("loader", LOADER, arguments, environ);
    char *const named[] = {"loader", "--argv0", "given", PROGRAM, "child", NULL};
    run_program("loader with --argv0", LIBRARIES "/" LOADER_NAME, named, environ);
    char *const missing[] = {"loader", "/missing", NULL};
    run_program("missing", LOADER, missing, environ);
}
