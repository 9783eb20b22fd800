#include "conformance.h"
#include <sys/mman.h>

// A script in a memfd, and a text file in one.
static void try(const char *label, const char *text, unsigned flags) {
    int fd = (int)MUST(memfd_create("script", flags));
    MUST(write(fd, text, strlen(text)));
    pid_t pid = fork_child();
    if (pid == 0) {
        char *const arguments[] = {"given", "first", NULL};
        fexecve(fd, arguments, environ);
        printf("%s: %s\n", label, errno_name(errno));
        _exit(125);
    }
    wait_child(label, pid);
    close(fd);
}

int main(void) {
    try("script", "#!/bin/sh\necho \"script: $0 $1\"\n", 0);
    try("close-on-exec", "#!/bin/sh\necho \"script: $0 $1\"\n", MFD_CLOEXEC);
    try("text", "echo text\n", 0);
    try("empty", "", 0);
}
