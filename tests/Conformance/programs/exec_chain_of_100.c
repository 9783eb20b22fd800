#include "conformance.h"

// A process that execs itself a hundred times, each time after a path call, keeps its pid and leaks no descriptor.
int main(int argc, char **argv) {
    if (argc == 1) {
        char number[16];
        snprintf(number, sizeof number, "%d", getpid());
        execl(PROGRAM, "x", number, "1", NULL);
    }
    int count = atoi(argv[2]);
    alarm(10);
    MUST(access(FIX "/rel_link", R_OK));
    if (count < 100) {
        char number[16];
        snprintf(number, sizeof number, "%d", count + 1);
        execl(PROGRAM, "x", argv[1], number, NULL);
        return 1;
    }
    printf("%d times, same pid %d, lowest free %d\n", count, atoi(argv[1]) == getpid(), open("/dev/null", O_RDONLY));
    show_link("/proc/self/exe");
}
