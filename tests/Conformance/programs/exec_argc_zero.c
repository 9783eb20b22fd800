#include "conformance.h"

// An empty argv: the kernel gives the program one empty argument.
int main(int argc, char **argv) {
    if (argc < 2 && argv[0] != NULL && argv[0][0] == 0) {
        printf("argc %d, argv[0] \"%s\", argv[1] %s\n", argc, argv[0], argv[1] == NULL ? "NULL" : "set");
        show_file("/proc/self/cmdline");
        return 0;
    }
    char *const nothing[] = {NULL};
    run_program("no arguments", PROGRAM, nothing, environ);
    make_script("script", "#!" PROGRAM "\n");
    pid_t pid = fork_child();
    if (pid == 0) {
        syscall(SYS_execve, PROGRAM, NULL, NULL);
        _exit(125);
    }
    wait_child("NULL", pid);
}
