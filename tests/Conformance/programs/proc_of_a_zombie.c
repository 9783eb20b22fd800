#include "conformance.h"

// A zombie's cwd, exe and root links are there but say ENOENT.
int main(void) {
    pid_t pid = fork_child();
    if (pid == 0) _exit(3);
    siginfo_t info;
    MUST(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT));
    const char *links[] = {"exe", "cwd", "root", "fd/0", "status"};
    for (size_t i = 0; i < COUNT(links); i++) {
        char path[64], target[100];
        struct stat st;
        snprintf(path, sizeof path, "/proc/%d/%s", pid, links[i]);
        printf("%s\n", links[i]);
        CALL(readlink(path, target, sizeof target));
        CALL(lstat(path, &st));
        CALL(stat(path, &st));
        OPENS(open(path, O_RDONLY));
    }
    wait_child("zombie", pid);
}
