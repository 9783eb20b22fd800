#include "conformance.h"

// ld.so finds libc through LD_LIBRARY_PATH, relative to the cwd and in bindings, and fails when it is hidden.
static void copy(const char *from, const char *to) {
    static char bytes[4 << 20];
    int in = (int)MUST(open(from, O_RDONLY));
    int out = (int)MUST(open(to, O_WRONLY | O_CREAT | O_EXCL, 0755));
    MUST(write(out, bytes, (size_t)MUST(read(in, bytes, sizeof bytes))));
    close(in);
    close(out);
}

int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) {
        // The inode tells which of the copies is mapped.
        const char *copies[] = {LIBRARIES "/libc.so.6", WORK "/lib/libc.so.6", MNT "/a/libc.so.6"};
        FILE *maps = fopen("/proc/self/maps", "r");
        char line[PATH_MAX];
        while (fgets(line, sizeof line, maps) != NULL) {
            char mode[5] = "";
            unsigned long inode = 0;
            sscanf(line, "%*s %4s %*s %*s %lu", mode, &inode);
            for (size_t i = 0; i < COUNT(copies) && mode[2] == 'x'; i++) {
                struct stat st;
                if (stat(copies[i], &st) == 0 && st.st_ino == inode) printf("%s\n", copies[i]);
            }
        }
        return 0;
    }
    MUST(mkdir("lib", 0755));
    copy(LIBRARIES "/libc.so.6", "lib/libc.so.6");
    copy(LIBRARIES "/libc.so.6", MNT "/a/libc.so.6");
    char *const arguments[] = {"x", "child", NULL};
    char *const absolute[] = {"LD_LIBRARY_PATH=/conf/work/lib", NULL};
    char *const relative[] = {"LD_LIBRARY_PATH=./lib", NULL};
    char *const binding[] = {"LD_LIBRARY_PATH=/missing:/conf/fix/to_binding", NULL};
    char *const preload[] = {"LD_PRELOAD=/conf/work/missing.so", NULL};
    char *const none[] = {NULL};
    run_program("default", PROGRAM, arguments, none);
    run_program("absolute", PROGRAM, arguments, absolute);
    run_program("relative", PROGRAM, arguments, relative);
    run_program("binding", PROGRAM, arguments, binding);
    run_program("preload", PROGRAM, arguments, preload);
    make_file("lib/libc.so.6", "not a library");
    run_program("broken", PROGRAM, arguments, absolute);
}
