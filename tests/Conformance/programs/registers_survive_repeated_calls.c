// bits: 64
// variants: no-pie static
#include "sites.h"
#include <sys/mman.h>

// What a call at one site leaves, again and again, is what the syscall instruction leaves: rcx is the address behind it
// and r11 the flags, all others are as they were, also around a stack that ends right where it is, or that is none.
struct registers {
    uint64_t rax, rbx, rcx, rdx, rsi, rdi, rbp, rsp, r8, r9, r10, r11, r12, r13, r14, r15, flags;
};
#define HIDDEN __attribute__((visibility("hidden")))
HIDDEN struct registers before, after;
HIDDEN uint64_t saved_stack;
HIDDEN unsigned char vector_before[16 * 16], vector_after[16 * 16];
HIDDEN void stat_here(void);
HIDDEN void open_here(void);
HIDDEN extern char behind_stat_here[], behind_open_here[];

// Offsets as in struct registers; loaded and stored with instructions that leave the flags alone.
__asm__(".text\n"
        ".macro each_but_rsp do\n"
        "    \\do rbx, 8\n    \\do rcx, 16\n    \\do rdx, 24\n    \\do rsi, 32\n    \\do rdi, 40\n    \\do rbp, 48\n"
        "    \\do r8, 64\n    \\do r9, 72\n    \\do r10, 80\n    \\do r11, 88\n    \\do r12, 96\n    \\do r13, 104\n"
        "    \\do r14, 112\n    \\do r15, 120\n"
        ".endm\n"
        ".macro get register, offset\n    mov before+\\offset(%rip), %\\register\n.endm\n"
        ".macro put register, offset\n    mov %\\register, after+\\offset(%rip)\n.endm\n"
        ".macro site name, number\n"
        "\\name:\n"
        "    push %rbx\n    push %rbp\n    push %r12\n    push %r13\n    push %r14\n    push %r15\n"
        "    mov %rsp, saved_stack(%rip)\n"
        ".irp n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n"
        "    movdqu vector_before+16*\\n(%rip), %xmm\\n\n"
        ".endr\n"
        "    pushq before+128(%rip)\n    popfq\n"
        "    each_but_rsp get\n"
        "    mov before+56(%rip), %rsp\n"
        "    mov $\\number, %eax\n"
        "    syscall\n"
        "behind_\\name:\n"
        "    mov %rax, after(%rip)\n"
        "    mov %rsp, after+56(%rip)\n"
        "    each_but_rsp put\n"
        "    mov saved_stack(%rip), %rsp\n"
        "    pushfq\n    popq after+128(%rip)\n"
        "    pushq $0x202\n    popfq\n"
        ".irp n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n"
        "    movdqu %xmm\\n, vector_after+16*\\n(%rip)\n"
        ".endr\n"
        "    pop %r15\n    pop %r14\n    pop %r13\n    pop %r12\n    pop %rbp\n    pop %rbx\n"
        "    ret\n"
        ".endm\n"
        "site stat_here, 4\n"
        "site open_here, 2\n");

static uint64_t random_bits(void) {
    static uint64_t state = 1;
    return state = state * 6364136223846793005 + 1442695040888963407;
}

static struct stat status;
static uint64_t stack_pointer;
static void prepare(const char *path, uint64_t second, uint64_t flags) {
    for (size_t i = 0; i < sizeof before / 8; i++) ((uint64_t *)&before)[i] = random_bits();
    for (size_t i = 0; i < sizeof vector_before; i++) vector_before[i] = (unsigned char)(random_bits() >> 40);
    before.rdi = (uintptr_t)path;
    before.rsi = second;
    before.rsp = stack_pointer;
    before.flags = flags;
}

// A bit for each register that the call has not left as it should, and one for the vectors.
static uint32_t changed(const char *behind) {
    uint32_t bits = 0;
    before.rax = after.rax;
    before.rcx = (uintptr_t)behind;
    before.r11 = before.flags;
    for (size_t i = 0; i < sizeof before / 8; i++)
        bits |= (uint32_t)(((uint64_t *)&before)[i] != ((uint64_t *)&after)[i]) << i;
    return bits | (uint32_t)(memcmp(vector_before, vector_after, sizeof vector_before) != 0) << 31;
}

static void report(const char *label, uint32_t bits) {
    static const char names[][4] = {"rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp", "r8",
                                    "r9",  "r10", "r11", "r12", "r13", "r14", "r15", "fl"};
    printf("%s: %s", label, errno_name((int)-after.rax));
    for (size_t i = 0; i < COUNT(names); i++)
        if (bits >> i & 1) printf(", %s is another", names[i]);
    printf("%s\n", bits >> 31 ? ", a vector is another" : "");
}

static void try(const char *label, const char *path) {
    static const uint64_t flags[] = {0x202, 0x203, 0x206, 0x212, 0x242,   0x282,
                                     0x602, 0xa02, 0xed7, 0xad7, 0x40202, 0x200202};
    uint32_t bits = 0;
    for (size_t i = 0; i < COUNT(flags); i++) {
        prepare(path, (uintptr_t)&status, flags[i]);
        stat_here();
        bits |= changed(behind_stat_here);
    }
    report(label, bits);
}

static void ignore(int number) { (void)number; }

int main(void) {
    enum { size = 3 * 4096 };
    unsigned char *stack = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), copy[size];
    MUST(munmap(stack, 4096));
    for (size_t i = 4096; i < size; i++) stack[i] = copy[i] = (unsigned char)random_bits();
    const uint64_t pointers[] = {(uintptr_t)stack + 8192, (uintptr_t)stack + 4096, (uintptr_t)stack + 4099, 0,
                                 0x1122334455667788};
    for (size_t i = 0; i < COUNT(pointers); i++) {
        stack_pointer = pointers[i];
        printf("stack %zu\n", i);
        try("stat", FIX "/file");
        try("stat of a missing file", FIX "/missing");
        try("stat of a link", FIX "/rel_link");
        try("stat of nothing", BAD_POINTER);
    }
    if (memcmp(stack + 4096, copy + 4096, size - 4096) != 0) printf("the stack is another\n");

    // An open that is interrupted.
    MUST(mkfifo("fifo", 0600));
    stack_pointer = (uintptr_t)stack + size;
    MUST(sigaction(SIGUSR1, &(struct sigaction){.sa_handler = ignore}, NULL));
    pid_t parent = getpid(), child = fork_child();
    if (child == 0) {
        for (;;) {
            usleep(10000);
            kill(parent, SIGUSR1);
        }
    }
    for (int round = 0; round < ROUNDS; round++) {
        prepare(WORK "/fifo", O_RDONLY, 0xad7);
        open_here();
        report("open of a fifo, interrupted", changed(behind_open_here));
    }
    kill(child, SIGKILL);
    wait_child("signaller", child);
}
