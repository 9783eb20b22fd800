// flags: -z execstack
#include "conformance.h"

// A program linked with an executable stack may run code there.
int main(void) {
    unsigned char local[16] = {0xc3};
    pid_t pid = fork_child();
    if (pid == 0) {
        ((void (*)(void))(void *)local)();
        _exit(0);
    }
    wait_child("stack", pid);
}
