// variants: static
#include "sites.h"
#include <sys/mman.h>

// A path that cannot be read is EFAULT, again and again at one site, and no fault: whether SIGSEGV is ignored, blocked,
// waiting or handled, it stays so.
static void handler(int number) { printf("handler of %s\n", signal_name(number)); }

static char *end;
static void make_calls(void) {
    char buffer[512];
    char *const bad[] = {BAD_POINTER, NULL_POINTER, end, end - 1};
    int failures = 0;
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < COUNT(bad); i++) {
            failures += AT_SITE(stat, bad[i], buffer) != -1 || errno != EFAULT;
            failures += AT_SITE(access, bad[i], R_OK) != -1 || errno != EFAULT;
            failures += AT_SITE(open, bad[i], O_RDONLY) != -1 || errno != EFAULT;
        }
    }
    printf("failures %d\n", failures);
}

static void show(void) {
    struct sigaction action;
    sigset_t mask, pending;
    MUST(sigaction(SIGSEGV, NULL, &action));
    MUST(sigprocmask(SIG_SETMASK, NULL, &mask));
    MUST(sigpending(&pending));
    printf("SIGSEGV is %s, %s, %s\n",
           action.sa_handler == SIG_IGN   ? "ignored"
           : action.sa_handler == SIG_DFL ? "default"
           : action.sa_handler == handler ? "handled"
                                          : "something",
           sigismember(&mask, SIGSEGV) ? "blocked" : "not blocked",
           sigismember(&pending, SIGSEGV) ? "waiting" : "not waiting");
}

static void with_sigsegv(void (*disposition)(int), int flags, bool blocked, bool pending) {
    pid_t pid = fork_child();
    if (pid != 0) {
        wait_child("child", pid);
        return;
    }
    static char stack[65536];
    MUST(sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL));
    struct sigaction action = {.sa_handler = disposition, .sa_flags = flags};
    MUST(sigaction(SIGSEGV, &action, NULL));
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGSEGV);
    if (blocked) MUST(sigprocmask(SIG_BLOCK, &mask, NULL));
    if (pending) MUST(raise(SIGSEGV));
    show();
    make_calls();
    show();
    if (pending) MUST(sigprocmask(SIG_UNBLOCK, &mask, NULL));
    if (!blocked && disposition != SIG_DFL) MUST(raise(SIGSEGV));
    _exit(0);
}

int main(void) {
    char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    MUST(munmap(pages + 4096, 4096));
    pages[4095] = '/';
    end = pages + 4096;
    make_calls();
    with_sigsegv(SIG_DFL, 0, false, false);
    with_sigsegv(handler, 0, false, false);
    with_sigsegv(handler, SA_ONSTACK, false, false);
    with_sigsegv(handler, SA_RESETHAND, false, false);
    with_sigsegv(SIG_IGN, 0, false, false);
    with_sigsegv(SIG_DFL, 0, true, false);
    with_sigsegv(handler, 0, true, false);
    with_sigsegv(handler, SA_ONSTACK, true, true);
}
