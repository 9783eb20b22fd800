// bits: 32
// variants: no-pie static static-pie
#include "i386.h"
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/time.h>

// A system call changes eax and nothing else: not the registers of its arguments, not the others, not the flags, not
// the vector registers, not a byte around the stack pointer; by "int $0x80", by the vdso, and when signals interrupt
// it.
struct registers {
    uint32_t eax, ebx, ecx, edx, esi, edi, ebp, esp, flags;
};
__thread struct registers before, after;
__thread uint32_t saved_stack, entry, vdso;
__thread unsigned char vector_before[8 * 16], vector_after[8 * 16];
extern const char by_int80[] __attribute__((visibility("hidden")));
extern const char by_vdso[] __attribute__((visibility("hidden")));
extern const char by_thread[] __attribute__((visibility("hidden")));
void call_with_registers(void);

// Where all registers are taken, only %gs leads to memory.
__asm__(".text\n"
        ".globl call_with_registers\n"
        "call_with_registers:\n"
        "    push %ebp\n    push %ebx\n    push %esi\n    push %edi\n"
        "    mov %esp, %gs:saved_stack@ntpoff\n"
        "    movdqu %gs:vector_before@ntpoff, %xmm0\n    movdqu %gs:vector_before@ntpoff+16, %xmm1\n"
        "    movdqu %gs:vector_before@ntpoff+112, %xmm7\n"
        "    pushl %gs:before@ntpoff+32\n    popfl\n"
        "    mov %gs:before@ntpoff+4, %ebx\n    mov %gs:before@ntpoff+8, %ecx\n    mov %gs:before@ntpoff+12, %edx\n"
        "    mov %gs:before@ntpoff+16, %esi\n    mov %gs:before@ntpoff+20, %edi\n"
        "    mov %gs:before@ntpoff+24, %ebp\n    mov %gs:before@ntpoff+28, %esp\n    mov %gs:before@ntpoff, %eax\n"
        "    jmp *%gs:entry@ntpoff\n"
        "by_int80:\n    int $0x80\n    jmp 1f\n"
        "by_vdso:\n    call *%gs:vdso@ntpoff\n    jmp 1f\n"
        "by_thread:\n    call *%gs:0x10\n"
        "1:  mov %eax, %gs:after@ntpoff\n    mov %ebx, %gs:after@ntpoff+4\n    mov %ecx, %gs:after@ntpoff+8\n"
        "    mov %edx, %gs:after@ntpoff+12\n    mov %esi, %gs:after@ntpoff+16\n    mov %edi, %gs:after@ntpoff+20\n"
        "    mov %ebp, %gs:after@ntpoff+24\n    mov %esp, %gs:after@ntpoff+28\n"
        "    mov %gs:saved_stack@ntpoff, %esp\n"
        "    pushfl\n    popl %gs:after@ntpoff+32\n"
        "    cld\n"
        "    movdqu %xmm0, %gs:vector_after@ntpoff\n    movdqu %xmm1, %gs:vector_after@ntpoff+16\n"
        "    movdqu %xmm7, %gs:vector_after@ntpoff+112\n"
        "    pop %edi\n    pop %esi\n    pop %ebx\n    pop %ebp\n"
        "    ret\n");

static unsigned char *stack;
enum { stack_size = 3 * 4096 };
static uint32_t stack_pointer;
static bool untouched, kept, vectors_kept;

static long call(uint32_t number, const uint32_t arguments[6]) {
    memset(&after, 0, sizeof after);
    before = (struct registers){.eax = number,
                                .ebx = arguments[0],
                                .ecx = arguments[1],
                                .edx = arguments[2],
                                .esi = arguments[3],
                                .edi = arguments[4],
                                .ebp = arguments[5],
                                .esp = stack_pointer,
                                .flags = 0x202 | 0x4d5 | 0x800};
    for (size_t i = 0; i < sizeof vector_before; i++) vector_before[i] = vector_after[i] = (unsigned char)(i * 7);
    memset(stack, 0x5a, stack_size);
    call_with_registers();
    long result = (long)after.eax;
    before.eax = after.eax;
    kept = memcmp(&before, &after, sizeof before) == 0;
    vectors_kept = memcmp(vector_before, vector_after, sizeof vector_before) == 0;
    untouched = true;
    // The vdso's own pushes lie below.
    int below = entry == (uint32_t)by_int80 ? 0 : 32, at = (int)(stack_pointer - (uint32_t)stack);
    for (int i = 0; i < stack_size; i++) untouched &= stack[i] == 0x5a || (i < at && i >= at - below);
    return result;
}

static void show(const char *label, long result) {
    printf("%s: %s, registers kept %d, stack untouched %d, vectors kept %d\n", label,
           result < 0 && result > -4096 ? errno_name((int)-result) : "ok", kept, untouched, vectors_kept);
    const uint32_t *a = (const uint32_t *)&before, *b = (const uint32_t *)&after;
    static const char *const names[] = {"eax", "ebx", "ecx", "edx", "esi", "edi", "ebp", "esp", "flags"};
    for (size_t i = 0; i < COUNT(names); i++) {
        if (a[i] != b[i]) printf("  %s changed\n", names[i]);
    }
}

static void try(const char *label, uint32_t number, const void *one, uint32_t two, uint32_t three, uint32_t four) {
    uint32_t arguments[] = {(uint32_t)one, two, three, four, 0xdddddddd, 0xbbbbbbbb};
    long result = call(number, arguments);
    if (result >= 3 && (number == 5 || number == 295)) close((int)result);
    show(label, result);
}

static void try_all(void) {
    static unsigned char buffer[PATH_MAX];
    static struct conf_open_how how;
    uint32_t to = (uint32_t)buffer;
    try("oldstat of a missing file", 18, FIX "/missing", to, 3, 4);
    try("stat", 106, FIX "/rel_link", to, 3, 4);
    try("stat64", 195, FIX "/rel_link", to, 3, 4);
    try("stat64 of a missing file", 195, FIX "/missing", to, 3, 4);
    try("lstat64", 196, FIX "/rel_link", to, 3, 4);
    try("fstatat64", 300, (void *)AT_FDCWD, (uint32_t)FIX "/to_binding/one", to, 0);
    try("open", 5, FIX "/abs_link", O_RDONLY, 3, 4);
    try("openat", 295, (void *)AT_FDCWD, (uint32_t)FIX "/file", O_RDONLY, 4);
    try("openat2", 437, (void *)AT_FDCWD, (uint32_t)FIX "/missing", (uint32_t)&how, sizeof how);
    try("access", 33, FIX "/dir", R_OK, 3, 4);
    try("readlink", 85, "/proc/self/exe", to, PATH_MAX, 4);
    try("getcwd", 183, buffer, PATH_MAX, 3, 4);
    try("chdir", 12, "dir", 2, 3, 4);
    try("chdir back", 12, "..", 2, 3, 4);
    try("bad pointer", 195, BAD_POINTER, to, 3, 4);
    try("mkdir", 39, "made", 0755, 3, 4);
    try("renameat", 302, (void *)AT_FDCWD, (uint32_t) "made", (uint32_t)AT_FDCWD, (uint32_t) "renamed");
    try("rmdir", 40, "renamed", 2, 3, 4);
    try("truncate", 92, FIX "/missing", 2, 3, 4);
    try("truncate64", 193, FIX "/missing", 2, 3, 4);
    try("chown", 182, FIX "/missing", 2, 3, 4);
    try("getuid", 24, NULL, 2, 3, 4);
    try("socketcall", 102, (void *)2, (uint32_t)BAD_POINTER, 3, 4);
    try("execve that fails", 11, FIX "/missing", 0, 0, 4);
    try("getpid", 20, NULL, 2, 3, 4);
    try("uname", 122, buffer, 2, 3, 4);
    try("no such call", 1000, NULL, 2, 3, 4);
}

static volatile sig_atomic_t signals, opens_at;
static void handler(int number) {
    (void)number;
    int error = errno;
    signals = signals + 1;
    // The other end, which the interrupted call waits for.
    if (signals == opens_at) MUST(open("fifo", O_RDWR | O_NONBLOCK));
    errno = error;
}

static void interrupt(const char *label, int flags, int at) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags | SA_ONSTACK};
    MUST(sigaction(SIGALRM, &action, NULL));
    signals = 0;
    opens_at = at;
    struct itimerval timer = {{0, 10000}, {0, 10000}}, none = {{0, 0}, {0, 0}};
    MUST(setitimer(ITIMER_REAL, &timer, NULL));
    uint32_t arguments[] = {(uint32_t) "fifo", O_RDONLY, 0x33333333, 0x44444444, 0x55555555, 0x66666666};
    long result = call(5, arguments);
    MUST(setitimer(ITIMER_REAL, &none, NULL));
    show(label, result);
    printf("  signals: %s\n", signals == 0 ? "none" : at != 0 && signals >= at ? "all" : signals >= 1 ? "some" : "?");
    for (int fd = 3; fd < 20; fd++) close(fd);
}

static void storm(void) {
    static unsigned char buffer[256];
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART | SA_ONSTACK};
    MUST(sigaction(SIGALRM, &action, NULL));
    signals = opens_at = 0;
    struct itimerval timer = {{0, 300}, {0, 300}}, none = {{0, 0}, {0, 0}};
    MUST(setitimer(ITIMER_REAL, &timer, NULL));
    int bad = 0, made = 0;
    uint32_t arguments[] = {(uint32_t)FIX "/chain1", (uint32_t)buffer, 0x33333333, 0x44444444, 0x55555555, 0x66666666};
    for (; made < 200 || (signals < 20 && made < 20000); made++) {
        long result = call(195, arguments);
        bad += result != 0 || !kept || !untouched || !vectors_kept;
    }
    MUST(setitimer(ITIMER_REAL, &none, NULL));
    printf("a storm of signals: %d bad, enough %d\n", bad, signals >= 20);
}

int main(void) {
    char *mapped = mmap(NULL, stack_size + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    stack = (unsigned char *)mapped + 4096;
    MUST(mprotect(mapped, 4096, PROT_NONE));
    MUST(mkdir("dir", 0755));
    MUST(mkfifo("fifo", 0600));
    static char signal_stack[65536];
    MUST(sigaltstack(&(stack_t){.ss_sp = signal_stack, .ss_size = sizeof signal_stack}, NULL));
    vdso = (uint32_t)getauxval(32 /* AT_SYSINFO */);
    uint32_t of_thread;
    __asm__("mov %%gs:0x10, %0" : "=r"(of_thread));
    printf("a vdso %d, the thread knows it %d\n", vdso != 0, vdso == of_thread);
    const struct {
        const char *label;
        const char *entry;
        uint32_t stack_pointer;
    } ways[] = {{"int $0x80", by_int80, (uint32_t)stack + 6000},
                {"int $0x80 at a guard page", by_int80, (uint32_t)stack},
                {"int $0x80 without a stack", by_int80, 16},
                {"int $0x80 on an odd stack", by_int80, (uint32_t)stack + 5001},
                {"the vdso", by_vdso, (uint32_t)stack + 6000},
                {"the vdso at the end of a page", by_vdso, (uint32_t)stack + 32},
                {"the vdso on an odd stack", by_vdso, (uint32_t)stack + 5001},
                {"the vdso by the thread", by_thread, (uint32_t)stack + 6000}};
    for (size_t i = 0; i < COUNT(ways); i++) {
        entry = (uint32_t)ways[i].entry;
        stack_pointer = ways[i].stack_pointer;
        printf("%s\n", ways[i].label);
        try_all();
    }
    for (size_t i = 0; i < COUNT(ways); i++) {
        entry = (uint32_t)ways[i].entry;
        stack_pointer = ways[i].stack_pointer;
        printf("%s, interrupted\n", ways[i].label);
        interrupt("open that is interrupted", 0, 0);
        interrupt("open that restarts", SA_RESTART, 3);
        storm();
    }
}
