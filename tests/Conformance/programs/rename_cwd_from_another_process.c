#include "conformance.h"

// The working directory is renamed by another process; this one sees the new name at once.
int main(void) {
    MUST(mkdir("old", 0755));
    MUST(chdir("old"));
    pid_t pid = fork_child();
    if (pid == 0) {
        CALL(chdir("/"));
        CALL(rename(WORK "/old", WORK "/new"));
        _exit(0);
    }
    wait_child("child", pid);
    show_cwd();
    make_file("made", "here");
    show_file(WORK "/new/made");
    CALL(open("../old", O_RDONLY));
    pid = fork_child();
    if (pid == 0) {
        CALL(rmdir(WORK "/new"));
        CALL(unlink(WORK "/new/made"));
        CALL(rmdir(WORK "/new"));
        _exit(0);
    }
    wait_child("child", pid);
    show_cwd();
    show_link("/proc/self/cwd");
}
