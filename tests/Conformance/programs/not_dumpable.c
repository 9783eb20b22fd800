#include "conformance.h"
#include <sys/prctl.h>

// A process that made itself undumpable goes on with path calls and sees its own /proc links.
int main(void) {
    printf("dumpable %d\n", prctl(PR_GET_DUMPABLE));
    CALL(prctl(PR_SET_DUMPABLE, 0));
    printf("dumpable %d\n", prctl(PR_GET_DUMPABLE));
    show_file(FIX "/rel_link");
    show_stat(FIX "/to_binding/one");
    CALL(mkdir("dir", 0755));
    CALL(chdir("dir"));
    show_cwd();
    show_link("/proc/self/cwd");
    show_link("/proc/self/exe");
    show_file("/proc/self/root/conf/fix/file");
    int fd = (int)MUST(open(FIX "/file", O_RDONLY));
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    show_file(path);
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"}, back = {0};
    int s = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    CALL(bind(s, (struct sockaddr *)&address, sizeof address));
    socklen_t size = sizeof back;
    CALL(getsockname(s, (struct sockaddr *)&back, &size));
    printf("%s\n", back.sun_path);
    pid_t pid = fork_child();
    if (pid == 0) {
        printf("child dumpable %d\n", prctl(PR_GET_DUMPABLE));
        show_file(FIX "/file");
        execl("/bin/sh", "sh", "-c", "read line </conf/fix/file; echo $line", NULL);
        _exit(125);
    }
    wait_child("child", pid);
}
