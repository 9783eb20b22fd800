#include "conformance.h"

// getcwd(2): the size must hold the path and its NUL, the result counts the NUL.
int main(void) {
    char text[PATH_MAX];
    MUST(mkdir("directory", 0755));
    MUST(chdir("directory"));
    const size_t sizes[] = {0, 1, 2, 19, 20, 21, 22, PATH_MAX, 100000};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        memset(text, '#', 40);
        long result = syscall(SYS_getcwd, text, sizes[i]);
        printf("size %zu: %ld %s \"%.22s\"\n", sizes[i], result, result < 0 ? errno_name(errno) : "", text);
    }
    CALL(syscall(SYS_getcwd, BAD_POINTER, 100));
    CALL(syscall(SYS_getcwd, NULL, 100));
    CALL(syscall(SYS_getcwd, NULL, 0));
    MUST(chdir("/"));
    CALL(syscall(SYS_getcwd, text, 1));
    CALL(syscall(SYS_getcwd, text, 2));
    printf("%s\n", text);
}
