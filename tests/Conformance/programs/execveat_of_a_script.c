#include "conformance.h"

// A script run by descriptor is given to its interpreter as /dev/fd/N; close-on-exec makes that ENOENT.
static void try(const char *label, int fd, const char *path, int flags) {
    pid_t pid = fork_child();
    if (pid == 0) {
        char *const arguments[] = {"given", "first", NULL};
        syscall(SYS_execveat, fd, path, arguments, environ, flags);
        printf("%s: %s\n", label, errno_name(errno));
        _exit(125);
    }
    wait_child(label, pid);
}

int main(int argc, char **argv) {
    if (argc > 1) {
        for (int i = 1; i < argc; i++) printf("  argv[%d] = %s\n", i, argv[i]);
        for (int i = 1; i < argc; i++) {
            if (argv[i][0] == '/') show_file(argv[i]);
        }
        return 0;
    }
    make_script("script", "#!" PROGRAM " option\n");
    int script = (int)MUST(open("script", O_RDONLY));
    int cloexec = (int)MUST(open("script", O_RDONLY | O_CLOEXEC));
    int conf = (int)MUST(open("/conf", O_RDONLY));
    int conf_cloexec = (int)MUST(open("/conf", O_RDONLY | O_CLOEXEC));
    try("script", script, "", AT_EMPTY_PATH);
    try("close-on-exec script", cloexec, "", AT_EMPTY_PATH);
    try("relative script", conf, "work/script", 0);
    try("relative script, close-on-exec directory", conf_cloexec, "work/script", 0);
    try("absolute script", conf_cloexec, WORK "/script", 0);
    try("in the cwd", AT_FDCWD, "script", 0);
}
