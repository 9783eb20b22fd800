/*
 * tracees COUNT: COUNT processes alive at once, this one included, each of them exec'd and past its dynamic linker.
 * Prints "ready" then, and ends them all at the end of its standard input.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int sleeper(void) {
    char byte = 'r';
    if (write(STDOUT_FILENO, &byte, 1) != 1) return 1;
    pause();
    return 0;
}

static pid_t start_sleeper(const char *program, const int ready[2]) {
    pid_t child = fork();
    if (child == 0) {
        dup2(ready[1], STDOUT_FILENO);
        close(ready[0]);
        close(ready[1]);
        execl(program, program, "sleeper", (char *)NULL);
        _exit(127);
    }
    return child;
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    if (strcmp(argv[1], "sleeper") == 0) return sleeper();
    long count = strtol(argv[1], NULL, 10) - 1;
    pid_t *children = calloc((size_t)count + 1, sizeof *children);
    int ready[2];
    if (!children || pipe(ready) != 0) return 1;
    for (long i = 0; i < count; i++) children[i] = start_sleeper(argv[0], ready);
    close(ready[1]);
    char byte;
    for (long i = 0; i < count; i++) {
        if (read(ready[0], &byte, 1) != 1) return 1;
    }
    puts("ready");
    fflush(stdout);
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    for (long i = 0; i < count; i++) {
        kill(children[i], SIGKILL);
        waitpid(children[i], NULL, 0);
    }
    free(children);
    return 0;
}
