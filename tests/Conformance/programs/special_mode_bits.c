#include "conformance.h"

// Set-id and sticky bits in what is created, inherited and cleared.
int main(void) {
    umask(0);
    MUST(mkdir("group", 02775));
    MUST(chmod("group", 02775));
    show_stat("group");
    MUST(mkdir("group/below", 0755));
    show_stat("group/below");
    make_file("group/file", "x");
    show_stat("group/file");
    OPENS(open("setuid", O_CREAT | O_WRONLY, 06755));
    show_stat("setuid");
    int fd = (int)MUST(open("setuid", O_WRONLY));
    MUST(write(fd, "x", 1));
    show_stat("setuid");
    MUST(chmod("setuid", 06755));
    MUST(chown("setuid", -1, getgid()));
    show_stat("setuid");
    MUST(chmod("setuid", 06755));
    MUST(truncate("setuid", 0));
    show_stat("setuid");
    MUST(mkdir("sticky", 01777));
    show_stat("sticky");
    MUST(mknod("node", S_IFREG | 07777, 0));
    show_stat("node");
}
