// bits: 64
// variants: no-pie static
#include "conformance.h"
#include <sys/mman.h>

// A system call changes rax, rcx and r11 and nothing else: not the argument registers, not the others, not the flags,
// not the vector registers, not a byte around the stack pointer.
struct registers {
    uint64_t rax, rbx, rdx, rbp, rsi, rdi, r8, r9, r10, r12, r13, r14, r15, rsp, flags;
};
__attribute__((visibility("hidden"))) struct registers before, after;
__attribute__((visibility("hidden"))) uint64_t saved_stack;
__attribute__((visibility("hidden"))) unsigned char vector_before[16 * 16], vector_after[16 * 16];
void call_with_registers(void);

#define OFFSET(name) offsetof(struct registers, name)
__asm__(
    ".text\n"
    ".globl call_with_registers\n"
    "call_with_registers:\n"
    "    push %rbx\n    push %rbp\n    push %r12\n    push %r13\n    push %r14\n    push %r15\n"
    "    mov %rsp, saved_stack(%rip)\n"
    "    lea vector_before(%rip), %rax\n"
    "    movdqu (%rax), %xmm0\n    movdqu 16(%rax), %xmm1\n    movdqu 112(%rax), %xmm7\n    movdqu 240(%rax), %xmm15\n"
    "    lea before(%rip), %rax\n"
    "    mov 8(%rax), %rbx\n    mov 16(%rax), %rdx\n    mov 24(%rax), %rbp\n    mov 32(%rax), %rsi\n"
    "    mov 40(%rax), %rdi\n    mov 48(%rax), %r8\n    mov 56(%rax), %r9\n    mov 64(%rax), %r10\n"
    "    mov 72(%rax), %r12\n    mov 80(%rax), %r13\n    mov 88(%rax), %r14\n    mov 96(%rax), %r15\n"
    "    pushq 112(%rax)\n    popfq\n"
    "    mov 104(%rax), %rsp\n"
    "    mov 0(%rax), %rax\n"
    "    syscall\n"
    "    mov %rax, after(%rip)\n"
    "    mov %rsp, after+104(%rip)\n"
    "    mov saved_stack(%rip), %rsp\n"
    "    pushfq\n    popq after+112(%rip)\n"
    "    cld\n"
    "    mov %rbx, after+8(%rip)\n    mov %rdx, after+16(%rip)\n    mov %rbp, after+24(%rip)\n"
    "    mov %rsi, after+32(%rip)\n    mov %rdi, after+40(%rip)\n    mov %r8, after+48(%rip)\n"
    "    mov %r9, after+56(%rip)\n    mov %r10, after+64(%rip)\n    mov %r12, after+72(%rip)\n"
    "    mov %r13, after+80(%rip)\n    mov %r14, after+88(%rip)\n    mov %r15, after+96(%rip)\n"
    "    lea vector_after(%rip), %rax\n"
    "    movdqu %xmm0, (%rax)\n    movdqu %xmm1, 16(%rax)\n    movdqu %xmm7, 112(%rax)\n    movdqu %xmm15, 240(%rax)\n"
    "    pop %r15\n    pop %r14\n    pop %r13\n    pop %r12\n    pop %rbp\n    pop %rbx\n"
    "    ret\n");

static unsigned char *stack;
enum { stack_size = 3 * 4096 };

static void try(const char *label, uint64_t number, const void *one, uint64_t two, uint64_t three, uint64_t four,
                uint64_t stack_pointer) {
    memset(&after, 0, sizeof after);
    before = (struct registers){.rax = number,
                                .rbx = 0x1111111111111111,
                                .rdi = (uintptr_t)one,
                                .rsi = two,
                                .rdx = three,
                                .r10 = four,
                                .r8 = 0x8888888888888888,
                                .r9 = 0x9999999999999999,
                                .rbp = 0x2222222222222222,
                                .r12 = 0xcccccccccccccccc,
                                .r13 = 0xdddddddddddddddd,
                                .r14 = 0xeeeeeeeeeeeeeeee,
                                .r15 = 0xffffffffffffffff,
                                .rsp = stack_pointer,
                                .flags = 0x202 | 0x4d5 | 0x800};
    for (size_t i = 0; i < sizeof vector_before; i++) vector_before[i] = vector_after[i] = (unsigned char)(i * 7);
    memset(stack, 0x5a, stack_size);
    call_with_registers();
    long result = (long)after.rax;
    before.rax = after.rax;
    bool same = memcmp(&before, &after, sizeof before) == 0;
    bool untouched = true;
    for (int i = 0; i < stack_size; i++) untouched &= stack[i] == 0x5a;
    if (result >= 3 && (number == SYS_open || number == SYS_openat)) close((int)result);
    printf("%s: %s, registers kept %d, stack untouched %d, vectors kept %d\n", label,
           result < 0 ? errno_name((int)-result) : "ok", same, untouched,
           memcmp(vector_before, vector_after, sizeof vector_before) == 0);
    if (!same) {
        const uint64_t *a = (const uint64_t *)&before, *b = (const uint64_t *)&after;
        for (size_t i = 0; i < sizeof before / 8; i++) {
            if (a[i] != b[i]) printf("  word %zu changed\n", i);
        }
    }
}

int main(void) {
    static struct stat st;
    static char text[PATH_MAX];
    static struct conf_open_how how;
    stack = mmap(NULL, stack_size + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) + 4096;
    MUST(mprotect(stack - 4096, 4096, PROT_NONE));
    MUST(mkdir("dir", 0755));
    const struct {
        const char *label;
        uint64_t stack_pointer;
    } stacks[] = {{"ordinary stack", (uintptr_t)stack + 6000},
                  {"at a guard page", (uintptr_t)stack},
                  {"nowhere", 16},
                  {"odd", (uintptr_t)stack + 5001}};
    for (size_t i = 0; i < COUNT(stacks); i++) {
        uint64_t sp = stacks[i].stack_pointer;
        printf("%s\n", stacks[i].label);
        try("stat", SYS_stat, FIX "/rel_link", (uintptr_t)&st, 3, 4, sp);
        try("stat of a missing file", SYS_stat, FIX "/missing", (uintptr_t)&st, 3, 4, sp);
        try("lstat", SYS_lstat, FIX "/rel_link", (uintptr_t)&st, 3, 4, sp);
        try("newfstatat", SYS_newfstatat, (void *)(long)AT_FDCWD, (uintptr_t)FIX "/to_binding/one", (uintptr_t)&st, 0,
            sp);
        try("open", SYS_open, FIX "/abs_link", O_RDONLY, 3, 4, sp);
        try("openat", SYS_openat, (void *)(long)AT_FDCWD, (uintptr_t)FIX "/file", O_RDONLY, 4, sp);
        try("openat2", SYS_openat2, (void *)(long)AT_FDCWD, (uintptr_t)FIX "/missing", (uintptr_t)&how, sizeof how, sp);
        try("access", SYS_access, FIX "/dir", R_OK, 3, 4, sp);
        try("readlink", SYS_readlink, "/proc/self/exe", (uintptr_t)text, sizeof text, 4, sp);
        try("getcwd", SYS_getcwd, text, sizeof text, 3, 4, sp);
        try("chdir", SYS_chdir, "dir", 2, 3, 4, sp);
        try("chdir back", SYS_chdir, "..", 2, 3, 4, sp);
        try("bad pointer", SYS_stat, BAD_POINTER, (uintptr_t)&st, 3, 4, sp);
        try("mkdir", SYS_mkdir, "made", 0755, 3, 4, sp);
        try("renameat", SYS_renameat, (void *)(long)AT_FDCWD, (uintptr_t) "made", (uint64_t)AT_FDCWD,
            (uintptr_t) "renamed", sp);
        try("rmdir", SYS_rmdir, "renamed", 2, 3, 4, sp);
        try("truncate", SYS_truncate, FIX "/missing", 2, 3, 4, sp);
        try("execve that fails", SYS_execve, FIX "/missing", 0, 0, 4, sp);
        try("getpid", SYS_getpid, NULL, 2, 3, 4, sp);
        try("uname", SYS_uname, text, 2, 3, 4, sp);
        try("no such call", 1000, NULL, 2, 3, 4, sp);
    }
}
