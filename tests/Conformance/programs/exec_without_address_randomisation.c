#include "conformance.h"
#include <sys/auxv.h>
#include <sys/personality.h>

// personality(ADDR_NO_RANDOMIZE) holds over exec: two runs lie at the same addresses.
int main(int argc, char **argv) {
    int local;
    if (argc > 1) {
        uintptr_t places[3] = {(uintptr_t)&main, (uintptr_t)&local, getauxval(AT_BASE)};
        MUST(write(atoi(argv[1]), places, sizeof places));
        return 0;
    }
    int pipes[2];
    char number[16];
    uintptr_t one[3], two[3];
    MUST(pipe(pipes));
    snprintf(number, sizeof number, "%d", pipes[1]);
    MUST(personality(ADDR_NO_RANDOMIZE));
    char *const arguments[] = {"x", number, NULL};
    run_program("one", PROGRAM, arguments, environ);
    run_program("two", PROGRAM, arguments, environ);
    MUST(read(pipes[0], one, sizeof one));
    MUST(read(pipes[0], two, sizeof two));
    printf("program %d stack %d interpreter %d\n", one[0] == two[0], one[1] == two[1], one[2] == two[2]);
    printf("personality %#x\n", (unsigned)personality(0xffffffff));
}
