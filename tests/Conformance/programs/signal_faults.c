#include "conformance.h"
#include <setjmp.h>
#include <sys/mman.h>

// Faults reach their handlers with the right code and address; unhandled they end the process with their signal.
static sigjmp_buf jump;
static void *place;
static void handler(int number, siginfo_t *info, void *context) {
    (void)context;
    printf("%s code %d, address right %d\n", signal_name(number), info->si_code,
           place == NULL || info->si_addr == place);
    siglongjmp(jump, 1);
}

static void fault(int kind, char *map) {
    switch (kind) {
    case 0:
        place = (void *)16;
        *(volatile char *)16 = 1;
        break;
    case 1:
        place = map;
        *(volatile char *)map = 1;
        break;
    case 2:
        place = NULL;
        __asm__ volatile("ud2");
        break;
    case 3:
        place = NULL;
        __asm__ volatile("int3");
        break;
    case 4: {
        place = NULL;
        volatile int one = 1, zero = 0;
        printf("%d\n", one / zero);
        break;
    }
    case 5:
        place = map + 4096;
        printf("%d\n", ((volatile char *)map)[4096]);
        break;
    case 6:
        place = NULL;
        raise(SIGTRAP);
        break;
    case 7:
        place = NULL;
        __asm__ volatile("hlt");
        break;
    default:
        break;
    }
}

int main(void) {
    make_file("file", "x");
    int fd = (int)MUST(open("file", O_RDONLY));
    char *map = mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, fd, 0);
    const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE};
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    for (int kind = 0; kind < 8; kind++) {
        for (size_t i = 0; i < COUNT(numbers); i++) MUST(sigaction(numbers[i], &action, NULL));
        if (sigsetjmp(jump, 1) == 0) fault(kind, map);
        show_stat(FIX "/rel_link");
        for (size_t i = 0; i < COUNT(numbers); i++) signal(numbers[i], SIG_DFL);
        pid_t pid = fork_child();
        if (pid == 0) {
            fault(kind, map);
            _exit(0);
        }
        wait_child("unhandled", pid);
    }
}
