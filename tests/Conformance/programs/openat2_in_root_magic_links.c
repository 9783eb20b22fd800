#include "conformance.h"

// RESOLVE_IN_ROOT and RESOLVE_BENEATH do not follow /proc magic links at all: EXDEV or ELOOP, as the kernel has it.
int main(void) {
    int root = (int)MUST(open("/", O_PATH));
    int file = (int)MUST(open(FIX "/file", O_RDONLY));
    char fd_path[64];
    snprintf(fd_path, sizeof fd_path, "proc/self/fd/%d", file);
    const char *paths[] = {
        "proc/self/exe", "proc/self/cwd",    "proc/self/root",      "proc/self/cwd/x", "proc/self/root/etc/passwd",
        fd_path,         "proc/self/status", "proc/thread-self/exe"};
    const uint64_t resolves[] = {CONF_BENEATH, CONF_IN_ROOT, CONF_NO_XDEV, CONF_NO_SYMLINKS, CONF_NO_MAGICLINKS};
    for (size_t p = 0; p < COUNT(paths); p++) {
        printf("%s:", p == 5 ? "proc/self/fd/N" : paths[p]);
        for (size_t r = 0; r < COUNT(resolves); r++) {
            int fd = open_how(root, paths[p], O_PATH, 0, resolves[r]);
            printf(" %s", fd < 0 ? errno_name(errno) : "fd");
            close(fd);
        }
        printf("\n");
    }
}
