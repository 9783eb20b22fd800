#include "conformance.h"

// Of ten processes that create one name exclusively, one wins, every time; so with mkdir, link and symlink.
int main(void) {
    int wins[4] = {0};
    for (int round = 0; round < 10; round++) {
        int gate[2];
        MUST(pipe(gate));
        for (int i = 0; i < 10; i++) {
            if (fork_child() == 0) {
                char byte;
                close(gate[1]);
                read(gate[0], &byte, 1);
                int won = 0;
                won |= (open("lock", O_CREAT | O_EXCL | O_WRONLY, 0600) >= 0) << 0;
                won |= (mkdir("lockdir", 0700) == 0) << 1;
                won |= (symlink("x", "locklink") == 0) << 2;
                won |= (link(FIX "/file", "hardlock") == 0) << 3;
                _exit(won);
            }
        }
        close(gate[0]);
        close(gate[1]);
        int status;
        while (waitpid(-1, &status, 0) > 0) {
            for (int kind = 0; kind < 4; kind++) wins[kind] += (WEXITSTATUS(status) >> kind) & 1;
        }
        MUST(unlink("lock"));
        MUST(rmdir("lockdir"));
        MUST(unlink("locklink"));
        MUST(unlink("hardlock"));
    }
    printf("open %d mkdir %d symlink %d link %d\n", wins[0], wins[1], wins[2], wins[3]);
}
