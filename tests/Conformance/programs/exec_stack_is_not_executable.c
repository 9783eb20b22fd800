#include "conformance.h"
#include <sys/mman.h>

// Code on the stack of an ordinary program ends it with SIGSEGV; so does code in its data and heap.
static unsigned char data[16] = {0xc3};
static void run(const char *label, void *code) {
    pid_t pid = fork_child();
    if (pid == 0) {
        ((void (*)(void))code)();
        _exit(0);
    }
    wait_child(label, pid);
}

int main(void) {
    unsigned char local[16] = {0xc3};
    unsigned char *heap = malloc(16);
    heap[0] = 0xc3;
    unsigned char *map = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    map[0] = 0xc3;
    run("stack", local);
    run("data", data);
    run("heap", heap);
    run("mapped executable", map);
}
