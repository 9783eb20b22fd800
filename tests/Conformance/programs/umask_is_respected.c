#include "conformance.h"

// Every creating call honours the mask, which children inherit and threads share.
int main(void) {
    const mode_t masks[] = {0, 022, 077, 0777, 0137};
    for (size_t i = 0; i < COUNT(masks); i++) {
        umask(masks[i]);
        printf("mask %04o\n", masks[i]);
        int fd = (int)MUST(open("file", O_WRONLY | O_CREAT, 0666));
        close(fd);
        MUST(mkdir("dir", 0777));
        MUST(mknod("node", S_IFREG | 0666, 0));
        MUST(mkfifo("fifo", 0666));
        MUST(symlink("x", "link"));
        int s = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
        struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
        MUST(bind(s, (struct sockaddr *)&address, sizeof address));
        close(s);
        pid_t pid = fork_child();
        if (pid == 0) {
            execl("/bin/sh", "sh", "-c", ": >child; umask", NULL);
            _exit(125);
        }
        wait_child("child", pid);
        const char *names[] = {"file", "dir", "node", "fifo", "link", "socket", "child"};
        for (size_t n = 0; n < COUNT(names); n++) {
            show_lstat(names[n]);
            if (unlink(names[n]) < 0) MUST(rmdir(names[n]));
        }
    }
    printf("%04o\n", umask(022));
}
