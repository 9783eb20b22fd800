// bits: 32
// variants: static
#include "conformance.h"
#include <signal.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <ucontext.h>

// Frames of i386, with and without siginfo, on another stack; calls that are interrupted, or made again.
static volatile int seen;
static volatile unsigned long address;

static void plain(int number) {
    struct stat st;
    seen = number + 1000 * (stat(FIX "/abs_link", &st) == 0);
}

static void informed(int number, siginfo_t *info, void *context) {
    (void)context;
    seen = number;
    address = (unsigned long)info->si_addr;
}

static void skips(int number, siginfo_t *info, void *context) {
    ucontext_t *at = context;
    seen = number;
    address = (unsigned long)info->si_addr;
    at->uc_mcontext.gregs[REG_EIP] += 2; // mov (%eax), %eax
}

struct old_action {
    void *handler;
    unsigned long mask, flags;
    void *restorer;
};

int main(void) {
    struct sigaction action = {.sa_handler = plain}, old;
    MUST(sigaction(SIGUSR1, &action, NULL));
    raise(SIGUSR1);
    printf("plain %d\n", seen);
    struct old_action older = {plain, 0, 0, NULL}, told;
    CALL(syscall(SYS_sigaction, SIGUSR2, &older, NULL));
    CALL(syscall(SYS_sigaction, SIGUSR2, NULL, &told));
    printf("same handler %d\n", told.handler == (void *)plain);
    raise(SIGUSR2);
    printf("by sigaction %d\n", seen);

    stack_t stack = {.ss_sp = malloc(65536), .ss_size = 65536};
    MUST(sigaltstack(&stack, NULL));
    action = (struct sigaction){.sa_sigaction = skips, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    MUST(sigaction(SIGSEGV, &action, NULL));
    void *page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    __asm__ volatile("mov (%%eax), %%eax" : : "a"(page) : "memory");
    printf("fault %d, address %d\n", seen, address == (unsigned long)page);

    // A path call under a timer: each round is interrupted somewhere, and none may be seen to be.
    action = (struct sigaction){.sa_sigaction = informed, .sa_flags = SA_SIGINFO | SA_RESTART};
    MUST(sigaction(SIGALRM, &action, &old));
    struct itimerval often = {{0, 300}, {0, 300}}, never = {{0, 0}, {0, 0}};
    MUST(setitimer(ITIMER_REAL, &often, NULL));
    int wrong = 0;
    char text[64];
    for (int i = 0; i < 3000; i++) {
        struct stat st;
        wrong += stat(FIX "/abs_link", &st) != 0;
        wrong += readlink(FIX "/rel_link", text, sizeof text) != 4;
        wrong += chdir(i % 2 ? WORK : FIX) != 0;
        wrong += access(FIX "/missing", F_OK) != -1 || errno != ENOENT;
    }
    MUST(setitimer(ITIMER_REAL, &never, NULL));
    printf("wrong %d, alarmed %d\n", wrong, seen == SIGALRM);

    // A read that waits is made again, or not.
    int pipes[2];
    MUST(pipe(pipes));
    for (int restarts = 0; restarts < 2; restarts++) {
        action = (struct sigaction){.sa_handler = plain, .sa_flags = restarts ? SA_RESTART : 0};
        MUST(sigaction(SIGUSR1, &action, NULL));
        pid_t parent = getpid(), pid = fork_child();
        if (pid == 0) {
            usleep(100000);
            kill(parent, SIGUSR1);
            usleep(100000);
            MUST(write(pipes[1], "x", 1));
            _exit(0);
        }
        char byte = '-';
        long result = read(pipes[0], &byte, 1);
        printf("read %ld %s %c\n", result, result < 0 ? errno_name(errno) : "", byte);
        wait_child("writer", pid);
        if (result < 0) MUST(read(pipes[0], &byte, 1));
    }
}
