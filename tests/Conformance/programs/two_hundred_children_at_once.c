#include "conformance.h"

// Two hundred processes at once, each with a file and an exit status of its own.
int main(void) {
    int gate[2];
    MUST(pipe(gate));
    for (int i = 0; i < 200; i++) {
        if (fork_child() == 0) {
            char byte, name[32];
            close(gate[1]);
            read(gate[0], &byte, 1);
            snprintf(name, sizeof name, "file-%03d", i);
            int fd = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
            _exit(fd >= 0 && access(name, R_OK) == 0 ? i % 100 + 1 : 255);
        }
    }
    close(gate[0]);
    close(gate[1]);
    int status, sum = 0, count = 0;
    while (waitpid(-1, &status, 0) > 0) {
        sum += WEXITSTATUS(status);
        count++;
    }
    printf("%d children, sum %d\n", count, sum);
    DIR *dir = opendir(".");
    int files = 0;
    while (readdir(dir) != NULL) files++;
    printf("%d names\n", files);
}
