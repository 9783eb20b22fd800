// bits: 32
// variants: static
#include "asleep.h"
#include "i386.h"
#include <setjmp.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <ucontext.h>

// Signals as only i386 has them: two kinds of frames and of return, the old calls, faults with their addresses, and
// calls that are interrupted or start again, by "int $0x80" and by the vdso.
struct old_action {
    void (*handler)(int);
    unsigned long mask, flags;
    void (*restorer)(void);
};
struct kernel_action {
    void *handler;
    unsigned long flags;
    void (*restorer)(void);
    uint64_t mask;
};

void restore(void);
void restore_real_time(void);
__asm__(".text\n"
        ".globl restore\n"
        "restore:\n    pop %eax\n    mov $119, %eax\n    int $0x80\n"
        ".globl restore_real_time\n"
        "restore_real_time:\n    mov $173, %eax\n    int $0x80\n");

static long vdso(long number, long one, long two, long three) {
    long result;
    __asm__ volatile("call *%%gs:0x10" : "=a"(result) : "a"(number), "b"(one), "c"(two), "d"(three) : "memory", "cc");
    return conf_libc_result(result);
}

static volatile sig_atomic_t count, on_other_stack, from_user, value, masked;
static char other_stack[65536];

static bool is_masked(int number) {
    sigset_t now;
    sigprocmask(SIG_SETMASK, NULL, &now);
    return sigismember(&now, number) == 1;
}

static void plain(int number) {
    char here;
    count = count + 1;
    on_other_stack = &here >= other_stack && &here < other_stack + sizeof other_stack;
    masked = is_masked(number) + 2 * is_masked(SIGUSR2);
    show_stat(FIX "/rel_link");
}

static void detailed(int number, siginfo_t *info, void *context) {
    ucontext_t *user = context;
    from_user = info->si_pid == getpid() && info->si_uid == getuid() && info->si_signo == number;
    value = info->si_value.sival_int;
    masked = sigismember(&user->uc_sigmask, SIGUSR2) == 1;
    printf("  code %d, frame's segments %#x %#x, link %d\n", info->si_code, user->uc_mcontext.gregs[REG_CS] & 0xffff,
           user->uc_mcontext.gregs[REG_SS] & 0xffff, user->uc_link == NULL);
    plain(number);
}

static void show(const char *label) {
    printf("%s: caught %d, on the other stack %d, masked %d\n", label, (int)count, (int)on_other_stack, (int)masked);
    count = on_other_stack = masked = 0;
}

static void both_frames(void) {
    struct old_action old = {plain, 1UL << (SIGUSR2 - 1), 0, NULL}, was;
    CALL_AS("old sigaction", INT80(67, SIGUSR1, P(&old), P(&was)));
    printf("  it was the default %d\n", was.handler == SIG_DFL);
    MUST(kill(getpid(), SIGUSR1));
    show("old sigaction without a restorer");
    printf("masked after it %d\n", is_masked(SIGUSR1) + is_masked(SIGUSR2));
    old.flags = 0x04000000 | SA_ONSTACK;
    old.restorer = restore;
    CALL_AS("old sigaction", INT80(67, SIGUSR1, P(&old), P(&was)));
    printf("  it was the same %d, mask %#lx, flags %#lx\n", was.handler == plain, was.mask, was.flags);
    MUST(kill(getpid(), SIGUSR1));
    show("old sigaction with a restorer, no other stack yet");
    CALL(sigaltstack(&(stack_t){.ss_sp = other_stack, .ss_size = sizeof other_stack}, NULL));
    MUST(kill(getpid(), SIGUSR1));
    show("old sigaction with a restorer");
    old.flags = 0x04000000 | SA_ONSTACK | SA_SIGINFO;
    old.handler = (void (*)(int))(uintptr_t)detailed;
    old.restorer = restore_real_time;
    CALL_AS("old sigaction of details", INT80(67, SIGUSR1, P(&old), 0));
    MUST(kill(getpid(), SIGUSR1));
    show("old sigaction of details");
    printf("  by itself %d\n", (int)from_user);

    struct kernel_action real_time = {(void *)plain, 0, NULL, 0};
    CALL_AS("rt_sigaction", INT80(174, SIGUSR1, P(&real_time), 0, 8));
    MUST(kill(getpid(), SIGUSR1));
    show("rt_sigaction without a restorer");
    real_time = (struct kernel_action){(void *)(uintptr_t)detailed, SA_SIGINFO, NULL, 1ULL << (SIGUSR2 - 1)};
    CALL_AS("rt_sigaction of details", INT80(174, SIGUSR1, P(&real_time), 0, 8));
    CALL(sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 4711}));
    show("rt_sigaction of details without a restorer");
    printf("  by itself %d, value %d\n", (int)from_user, (int)value);
    CALL_AS("rt_sigaction of a wrong size", INT80(174, SIGUSR1, P(&real_time), 0, 4));
    CALL_AS("rt_sigaction of nowhere", INT80(174, SIGUSR1, P(BAD_POINTER), 0, 8));
    CALL_AS("old sigaction of nowhere", INT80(67, SIGUSR1, P(BAD_POINTER), 0));
    CALL_AS("old sigaction of SIGKILL", INT80(67, SIGKILL, P(&old), 0));
    CALL_AS("old sigaction of 65", INT80(67, 65, P(&old), 0));

    printf("signal: it was %d\n", INT80(48, SIGUSR1, P(plain)) == P(detailed));
    MUST(kill(getpid(), SIGUSR1));
    show("signal");
    MUST(INT80(67, SIGUSR1, 0, P(&was)));
    printf("  once %d, flags %#lx\n", was.handler == SIG_DFL, was.flags);

    unsigned long set = 1UL << (SIGUSR1 - 1), other = 0;
    CALL_AS("signal", INT80(48, SIGUSR1, P(plain)) == -1);
    CALL_AS("sigprocmask", INT80(126, SIG_BLOCK, P(&set), P(&other)));
    printf("  it was %#lx\n", other);
    MUST(kill(getpid(), SIGUSR1));
    CALL_AS("sigpending", INT80(73, P(&other)));
    printf("  %d, %#lx\n", (int)count, other);
    CALL_AS("sgetmask", INT80(68));
    CALL_AS("sigsuspend", INT80(72, 0, 0, 0));
    show("sigsuspend");
    CALL_AS("ssetmask", INT80(69, 0));
    CALL_AS("sgetmask", INT80(68));
}

static sigjmp_buf back;
static volatile uintptr_t fault_address, fault_code, fault_trap, fault_error;
static volatile bool skips;

static void fault(int number, siginfo_t *info, void *context) {
    ucontext_t *user = context;
    fault_address = (uintptr_t)info->si_addr;
    fault_code = (uintptr_t)info->si_code;
    fault_trap = (uintptr_t)user->uc_mcontext.gregs[REG_TRAPNO];
    fault_error = (uintptr_t)user->uc_mcontext.gregs[REG_ERR];
    printf("  %s", signal_name(number));
    if (!skips) siglongjmp(back, 1);
    user->uc_mcontext.gregs[REG_EIP] += 2; // both bytes of the instruction
    user->uc_mcontext.gregs[REG_EAX] = 77;
    user->uc_mcontext.gregs[REG_ESI] = 88;
}

static void show_fault(const char *label, uintptr_t expected) {
    printf(" of %s: code %d, trap %u, error %#x, address %s\n", label, (int)fault_code, (unsigned)fault_trap,
           (unsigned)fault_error,
           fault_address == expected ? "right"
           : fault_address == 0      ? "none"
                                     : "another");
}

#define FAULT(label, expected, ...)                                                                                    \
    do {                                                                                                               \
        if (sigsetjmp(back, 1) == 0) {                                                                                 \
            __VA_ARGS__;                                                                                               \
            printf("  nothing");                                                                                       \
        }                                                                                                              \
        show_fault(label, (uintptr_t)(expected));                                                                      \
    } while (0)

static void faults(void) {
    struct sigaction action = {.sa_sigaction = fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    static const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
    for (size_t i = 0; i < COUNT(numbers); i++) MUST(sigaction(numbers[i], &action, NULL));
    char *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    volatile char *volatile low = (char *)0x1234, *volatile high = (char *)0xffffe123, *volatile read_only = page + 17;
    printf("faults\n");
    FAULT("a read near NULL", 0x1234, (void)*low);
    FAULT("a write near the end", 0xffffe123, *high = 1);
    FAULT("a write to a read-only page", page + 17, *read_only = 1);
    FAULT("a jump to 0x2345", 0x2345, ((void (*volatile)(void))0x2345)());
    FAULT("hlt", 0, __asm__ volatile("hlt"));
    FAULT("int $0x81", 0, __asm__ volatile("int $0x81"));
    FAULT("a wrong segment", 0, __asm__ volatile("mov %0, %%fs" : : "r"(0x1000)));
    FAULT("a division by zero", 0, __asm__ volatile("div %%ecx" : : "a"(1), "d"(0), "c"(0)); fault_address = 0);
    FAULT("int3", 0, __asm__ volatile("int3"));
    skips = true;
    long eax = 0, esi = 0;
    __asm__ volatile("ud2" : "=a"(eax), "=S"(esi) : "0"(1), "1"(2) : "memory");
    printf(" of ud2: goes on with %ld %ld, code %d, trap %u\n", eax, esi, (int)fault_code, (unsigned)fault_trap);
    skips = false;
    printf("masked after them %d\n", is_masked(SIGSEGV));
    MUST(munmap(page, 4096));
    for (size_t i = 0; i < COUNT(numbers); i++) signal(numbers[i], SIG_DFL);
    pid_t pid = fork_child();
    if (pid == 0) {
        *low = 1;
        _exit(0);
    }
    wait_child("a fault without a handler", pid);
}

static void keeps_floating_point(void) {
    // The handler's own use of the registers is undone by the frame, by both forms of return.
    for (int form = 0; form < 2; form++) {
        struct kernel_action action = {form == 0 ? (void *)plain : (void *)(uintptr_t)detailed,
                                       form == 0 ? 0 : SA_SIGINFO, NULL, 0};
        MUST(INT80(174, SIGUSR1, P(&action), 0, 8));
        unsigned char before[16], after[16];
        for (int i = 0; i < 16; i++) before[i] = (unsigned char)(i * 11 + form);
        long double sum = 0;
        long result;
        __asm__ volatile("movdqu %3, %%xmm3\n    fldpi\n    int $0x80\n    fstpt %1\n    movdqu %%xmm3, %2"
                         : "=a"(result), "=m"(sum), "=m"(after)
                         : "m"(before), "0"(37), "b"(getpid()), "c"(SIGUSR1)
                         : "memory");
        printf("form %d: result %ld, vectors kept %d, pi kept %d\n", form, result,
               memcmp(before, after, sizeof before) == 0, sum > 3.14159265358979L && sum < 3.14159265358980L);
        count = 0;
    }
}

static int ends[2];
static volatile sig_atomic_t interruptions, feeds_at;
static void feed(int number) {
    (void)number;
    interruptions = interruptions + 1;
    if (interruptions == feeds_at) MUST(write(ends[1], "x", 1));
}

static long read_by(int way, void *text) {
    errno = 0;
    return way == 0 ? INT80(3, ends[0], P(text), 1) : vdso(3, ends[0], P(text), 1);
}

static void restarts(void) {
    MUST(pipe(ends));
    for (int way = 0; way < 2; way++) {
        const char *name = way == 0 ? "int $0x80" : "the vdso";
        for (int old = 0; old < 2; old++) {
            for (int again = 0; again < 2; again++) {
                unsigned long flags = again ? SA_RESTART : 0;
                struct old_action old_action = {feed, 0, flags, NULL};
                struct kernel_action action = {(void *)feed, flags, NULL, 0};
                if (old) MUST(INT80(67, SIGALRM, P(&old_action), 0));
                else MUST(INT80(174, SIGALRM, P(&action), 0, 8));
                interruptions = 0;
                feeds_at = again ? 3 : 0;
                struct itimerval timer = {{0, 10000}, {0, 10000}}, none = {{0, 0}, {0, 0}};
                MUST(setitimer(ITIMER_REAL, &timer, NULL));
                char text = 0;
                long result = read_by(way, &text);
                int error = errno;
                MUST(setitimer(ITIMER_REAL, &none, NULL));
                printf("read by %s, %s, %s: %ld %s '%c', enough signals %d\n", name, old ? "old" : "real-time",
                       again ? "restarts" : "does not", result, result < 0 ? errno_name(error) : "ok",
                       text == 0 ? '-' : text, interruptions >= (again ? 3 : 1));
            }
        }
        // What restart_syscall(2) is for: a stop and going on, during a sleep.
        pid_t pid = fork_child();
        if (pid == 0) {
            signal(SIGALRM, SIG_DFL);
            alarm(10);
            long time[] = {0, 200000000}, left[] = {7, 7};
            long result = way == 0 ? INT80(162, P(time), P(left)) : vdso(162, P(time), P(left), 0);
            printf("sleep by %s over a stop: %ld, nothing left %d\n", name, result, left[0] == 7);
            _exit(0);
        }
        wait_asleep(pid);
        MUST(kill(pid, SIGSTOP));
        wait_stopped(pid);
        MUST(kill(pid, SIGCONT));
        wait_child("sleeper", pid);
    }
    close(ends[0]);
    close(ends[1]);
    signal(SIGALRM, SIG_DFL);
    alarm(10);
}

int main(void) {
    both_frames();
    faults();
    keeps_floating_point();
    restarts();
}
