// variants: static-pie
#include "conformance.h"
#include <sys/auxv.h>

// A PIE, its interpreter, stack, heap and vdso lie elsewhere in each run.
static int code;
int main(int argc, char **argv) {
    int local;
    if (argc > 1) {
        uintptr_t places[5] = {(uintptr_t)&code, getauxval(AT_BASE), (uintptr_t)&local, (uintptr_t)sbrk(0),
                               getauxval(AT_SYSINFO_EHDR)};
        MUST(write(atoi(argv[1]), places, sizeof places));
        return 0;
    }
    enum { runs = 8 };
    uintptr_t seen[runs][5];
    int pipes[2];
    MUST(pipe(pipes));
    char number[16];
    snprintf(number, sizeof number, "%d", pipes[1]);
    for (int i = 0; i < runs; i++) {
        pid_t pid = fork_child();
        if (pid == 0) {
            execl(PROGRAM, argv[0], number, NULL);
            _exit(125);
        }
        int status;
        MUST(waitpid(pid, &status, 0));
        MUST(read(pipes[0], seen[i], sizeof seen[i]));
    }
    const char *names[] = {"program", "interpreter", "stack", "heap", "vdso"};
    for (int p = 0; p < 5; p++) {
        int different = 0, aligned = 0;
        for (int i = 1; i < runs; i++) different += seen[i][p] != seen[0][p];
        for (int i = 0; i < runs; i++) aligned += (seen[i][p] & 4095) == (seen[0][p] & 4095);
        printf("%s: moves %d, same offset in its page %d\n", names[p], different > runs / 2,
               p == 2 || p == 3 ? 1 : aligned == runs);
    }
    printf("the program is high: %d\n", seen[0][0] > (sizeof(long) == 8 ? (uintptr_t)0x100000000000 : 0x50000000));
}
