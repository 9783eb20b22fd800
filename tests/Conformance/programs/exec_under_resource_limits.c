#include "conformance.h"
#include <sys/resource.h>

// exec and path calls under small limits of address space, stack, data and file size; limits are inherited.
static void try(const char *label, int resource, rlim_t soft) {
    pid_t pid = fork_child();
    if (pid == 0) {
        struct rlimit limit = {soft, soft};
        MUST(setrlimit(resource, &limit));
        char number[16];
        snprintf(number, sizeof number, "%d", resource);
        execl(PROGRAM, "x", number, NULL);
        printf("%s: %s\n", label, errno_name(errno));
        _exit(125);
    }
    wait_child(label, pid);
}

int main(int argc, char **argv) {
    if (argc > 1) {
        struct rlimit limit;
        MUST(getrlimit(atoi(argv[1]), &limit));
        printf("limit %lld\n", (long long)limit.rlim_cur);
        show_stat(FIX "/chain1");
        OPENS(open("new", O_RDWR | O_CREAT, 0644));
        return 0;
    }
    try("address space 64 MiB", RLIMIT_AS, 64 << 20);
    try("data 8 MiB", RLIMIT_DATA, 8 << 20);
    try("stack 64 KiB", RLIMIT_STACK, 64 << 10);
    try("stack 1 GiB", RLIMIT_STACK, 1 << 30);
    try("unlimited stack", RLIMIT_STACK, RLIM_INFINITY);
    try("file size 0", RLIMIT_FSIZE, 0);
    try("16 descriptors", RLIMIT_NOFILE, 16);
    try("one second of processor", RLIMIT_CPU, 1);
}
