/* The fast path's way in and out (shim.h says what a site is).
 *
 * Nothing is pushed: a guest's stack may end right here. A call takes a frame, with a stack and room for a path, and
 * leaves all registers but rax, rcx and r11 as they were, also the flags, as the syscall instruction does. Where it has
 * no answer it goes on at the guest's own syscall instruction, which traps, and the tracer sees what it would have seen
 * at once. The tracer lets no handler run while a thread is in here (Tracee.Fast.cs), so that none is seen as
 * interrupted, and a frame is always given back.
 */
#include "../shim.h"
#include <asm/unistd.h>

    .section .text.fast, "ax", @progbits
/* long open(long dirfd, const char *path, const struct open_how *how, unsigned long size): openat2(2), for the guest */
    .globl ptracer_fast_open
ptracer_fast_open:
    mov %rcx, %r10
    mov $__NR_openat2, %eax
    .org PTRACER_FAST_OPEN - PTRACER_FAST, 0x90
    syscall
    ret

/* long copy(char *to, const char *from, long size): a string with its NUL; its length, or -1 if it cannot be read or is
 * too long. A fault at LOAD goes on at BAD. */
    .org 0x10, 0xcc
    .globl ptracer_fast_copy
ptracer_fast_copy:
    xor %eax, %eax
    .org PTRACER_FAST_LOAD - PTRACER_FAST, 0x90
0:  movb (%rsi,%rax), %cl
    movb %cl, (%rdi,%rax)
    test %cl, %cl
    je 1f
    inc %rax
    cmp %rdx, %rax
    jb 0b
    .org PTRACER_FAST_BAD - PTRACER_FAST, 0x90
    mov $-1, %rax
1:  ret

    .set ENTRY_SIZE, 7
entries:
    .set site, 0
    .rept PTRACER_FAST_SITES
    .org entries - ptracer_fast_open + site * ENTRY_SIZE
    mov $site, %cl
    jmp.d32 enter
    .set site, site + 1
    .endr

/* cl = the site. rax, rcx and r11 are free: syscall clobbers two of them, and the patched instruction sets rax. */
enter:
    lahf
    seto %al
    .set frame, PTRACER_FAST_FRAMES
    .rept PTRACER_FRAME_COUNT
    mov $1, %r11d
    xchg %r11b, frame + PTRACER_FRAME_BUSY
    test %r11b, %r11b
    mov $frame, %r11d
    jz taken
    .set frame, frame + PTRACER_FRAME_SIZE
    .endr
    movzbl %cl, %ecx
    shl $4, %ecx
    mov PTRACER_FAST_SITE(%rcx), %r11
    mov (PTRACER_FAST_SITE + 8)(%rcx), %ecx
    add $0x7f, %al
    sahf
    mov %ecx, %eax
    jmp *%r11

taken:
    mov %rdi, (PTRACER_FRAME_ARG + 0)(%r11)
    mov %rsi, (PTRACER_FRAME_ARG + 8)(%r11)
    mov %rdx, (PTRACER_FRAME_ARG + 16)(%r11)
    mov %r10, (PTRACER_FRAME_ARG + 24)(%r11)
    mov %r8, (PTRACER_FRAME_ARG + 32)(%r11)
    mov %r9, (PTRACER_FRAME_ARG + 40)(%r11)
    mov %rbx, PTRACER_FRAME_RBX(%r11)
    mov %rbp, PTRACER_FRAME_RBP(%r11)
    mov %r12, PTRACER_FRAME_R12(%r11)
    mov %r13, PTRACER_FRAME_R13(%r11)
    mov %r14, PTRACER_FRAME_R14(%r11)
    mov %r15, PTRACER_FRAME_R15(%r11)
    mov %rsp, PTRACER_FRAME_RSP(%r11)
    mov %rax, PTRACER_FRAME_FLAGS(%r11)
    movzbl %cl, %ecx
    shl $4, %ecx
    mov PTRACER_FAST_SITE(%rcx), %rax
    mov %rax, PTRACER_FRAME_SITE(%r11)
    mov (PTRACER_FAST_SITE + 8)(%rcx), %rax
    mov %rax, PTRACER_FRAME_NR(%r11)
    mov %r11, %r15
    lea PTRACER_FRAME_STACK(%r11), %rsp
    mov %r11, %rdi
    call ptracer_fast_call
    mov PTRACER_FRAME_SITE(%r15), %rcx
    mov PTRACER_FRAME_RESULT(%r15), %rdx
    test %eax, %eax
    jnz 1f
    add $2, %rcx
    jmp 2f
1:  mov PTRACER_FRAME_NR(%r15), %rdx
2:  mov PTRACER_FRAME_FLAGS(%r15), %rax
    add $0x7f, %al
    sahf
    mov %rdx, %rax
    mov %r15, %r11
    mov (PTRACER_FRAME_ARG + 0)(%r11), %rdi
    mov (PTRACER_FRAME_ARG + 8)(%r11), %rsi
    mov (PTRACER_FRAME_ARG + 16)(%r11), %rdx
    mov (PTRACER_FRAME_ARG + 24)(%r11), %r10
    mov (PTRACER_FRAME_ARG + 32)(%r11), %r8
    mov (PTRACER_FRAME_ARG + 40)(%r11), %r9
    mov PTRACER_FRAME_RBX(%r11), %rbx
    mov PTRACER_FRAME_RBP(%r11), %rbp
    mov PTRACER_FRAME_R12(%r11), %r12
    mov PTRACER_FRAME_R13(%r11), %r13
    mov PTRACER_FRAME_R14(%r11), %r14
    mov PTRACER_FRAME_R15(%r11), %r15
    mov PTRACER_FRAME_RSP(%r11), %rsp
    movb $0, PTRACER_FRAME_BUSY(%r11)
    mov $0x246, %r11d
    jmp *%rcx

    .section .fasttable, "a", @progbits
    .globl ptracer_fast_table
ptracer_fast_table:
    .set site, 0
    .rept PTRACER_FAST_SITES
    .quad entries + site * ENTRY_SIZE
    .set site, site + 1
    .endr
    .section .note.GNU-stack, "", @progbits
