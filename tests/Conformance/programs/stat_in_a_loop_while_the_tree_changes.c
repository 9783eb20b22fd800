#include "conformance.h"

// One process swaps a directory and a link under a name, another keeps looking: it finds one or the other, never else.
int main(void) {
    MUST(mkdir("one", 0755));
    MUST(mkdir("two", 0755));
    make_file("one/file", "1");
    make_file("two/file", "22");
    MUST(symlink("one", "current"));
    pid_t pid = fork_child();
    if (pid == 0) {
        for (int i = 0; i < 500; i++) {
            MUST(symlink(i % 2 ? "one" : "two", "next"));
            MUST(rename("next", "current"));
        }
        _exit(0);
    }
    int odd = 0, rounds = 0, status = 0;
    while (waitpid(pid, &status, WNOHANG) == 0) {
        struct stat st;
        rounds++;
        if (stat("current/file", &st) < 0 || (st.st_size != 1 && st.st_size != 2)) odd++;
        int fd = open(WORK "/current/file", O_RDONLY);
        if (fd < 0) odd++;
        close(fd);
    }
    show_status("changer", status);
    printf("odd results %d, looked at least once %d\n", odd, rounds > 0);
    show_file("current/file");
}
