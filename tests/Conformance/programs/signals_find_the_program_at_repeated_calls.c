// bits: 64
// variants: static no-pie
#include "sites.h"
#include <sys/time.h>
#include <ucontext.h>

// A timer interrupts calls that are repeated at their sites: each handler finds the program in its own code or its
// libraries, with the stack and the mask that it has, and may make such calls itself.
extern char __executable_start[], etext[];
static volatile sig_atomic_t caught, elsewhere, wrong;
static sigset_t mask;

static void handler(int number, siginfo_t *info, void *context) {
    const ucontext_t *interrupted = context;
    uintptr_t rip = (uintptr_t)interrupted->uc_mcontext.gregs[REG_RIP],
              rsp = (uintptr_t)interrupted->uc_mcontext.gregs[REG_RSP];
    bool is_in_program = rip >= (uintptr_t)__executable_start && rip < (uintptr_t)etext;
    bool is_in_library = rip >> 40 >= 0x7e; // and the vdso: within a tebibyte and some gibibytes of the end
    if (!is_in_program && !is_in_library) elsewhere++;
    if (rsp < (uintptr_t)&rsp - 65536 || rsp > (uintptr_t)environ) elsewhere++;
    if (number != SIGALRM || info->si_code != SI_KERNEL) wrong++;
    if (memcmp(&mask, &interrupted->uc_sigmask, sizeof(long)) != 0) wrong++;
    char buffer[512];
    int error = errno;
    if (AT_SITE(stat, FIX "/file", buffer) != 0 || AT_SITE(access, FIX "/missing", F_OK) == 0) wrong++;
    errno = error;
    caught++;
}

int main(void) {
    alarm(0); // the timer's signal is the same
    char buffer[512];
    MUST(sigprocmask(SIG_SETMASK, NULL, &mask));
    sigaddset(&mask, SIGUSR1);
    sigaddset(&mask, SIGUSR2);
    MUST(sigprocmask(SIG_SETMASK, &mask, NULL));
    MUST(kill(getpid(), SIGUSR1));
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_RESTART};
    MUST(sigaction(SIGALRM, &action, NULL));
    MUST(setitimer(ITIMER_REAL, &(struct itimerval){{0, 700}, {0, 700}}, NULL));
    int failures = 0;
    while (caught < 500) {
        failures += AT_SITE(stat, FIX "/file", buffer) != 0;
        failures += AT_SITE(lstat, FIX "//dir//sub/leaf", buffer) != 0;
        failures += AT_SITE(newfstatat, AT_FDCWD, FIX "/missing", buffer, 0) != -1 || errno != ENOENT;
        failures += AT_SITE(statx, AT_FDCWD, FIX "/file/x", 0, 1, buffer) != -1 || errno != ENOTDIR;
        failures += AT_SITE(access, FIX "/dir/inner", R_OK) != 0;
        failures += AT_SITE(readlink, FIX "/rel_link", buffer, sizeof buffer) != 4;
        failures += AT_SITE(getxattr, FIX "/file", "user.none", buffer, sizeof buffer) != -1 || errno != ENODATA;
        failures += AT_SITE(stat, BAD_POINTER, buffer) != -1 || errno != EFAULT;
        long fd = AT_SITE(open, FIX "/file", O_RDONLY);
        failures += fd != 3 || close(3) != 0;
    }
    MUST(setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL));
    sigset_t now, pending;
    MUST(sigprocmask(SIG_SETMASK, NULL, &now));
    MUST(sigpending(&pending));
    printf("failed %d, elsewhere %d, wrong in the handler %d\n", failures != 0, elsewhere, wrong);
    printf("same mask %d, waiting %d %d\n", memcmp(&now, &mask, sizeof(long)) == 0, sigismember(&pending, SIGUSR1),
           sigismember(&pending, SIGUSR2));
}
