/* The fast path's way in and out (shim.h says what a site is).
 *
 * Nothing is pushed: a guest's stack may end right here. A call takes a frame, with a stack and room for a path, and
 * leaves all registers but rax, rcx and r11 as they were, also the flags, as the syscall instruction does. Where it has
 * no answer it goes on at the guest's own syscall instruction, which traps, and the tracer sees what it would have seen
 * at once.
 *
 * No handler runs while a thread is in here, so that none is seen as interrupted, and a frame is always given back. A
 * signal that finds it on the way in takes it back to the guest's own call; on the way out, out; and in between the
 * signal waits, and its thread says itself when it is about to leave (Tracee.Fast.cs). The fixed places are what that
 * must know.
 */
#include "../shim.h"
#include <asm/unistd.h>

#define AT(place) .org (place) - PTRACER_FAST, 0x90

    .section .text.fast, "ax", @progbits
    .globl ptracer_fast_open
ptracer_fast_open:
    mov %rdi, %rax
    mov %rsi, %rdi
    mov %rdx, %rsi
    mov %rcx, %rdx
    mov %r8, %r10
    AT(PTRACER_FAST_OPEN)
    syscall
    ret

    .globl ptracer_fast_copy
    .org PTRACER_FAST_LOAD - PTRACER_FAST - 2, 0x90
ptracer_fast_copy:
    xor %eax, %eax
    AT(PTRACER_FAST_LOAD)
0:  movb (%rsi,%rax), %cl
    movb %cl, (%rdi,%rax)
    test %cl, %cl
    je 1f
    inc %rax
    cmp %rdx, %rax
    jb 0b
    ret
    AT(PTRACER_FAST_BAD)
    mov $-1, %rax
1:  ret

stop:
    mov (PTRACER_FRAME_STOP + 4)(%r15), %edi
    mov PTRACER_FRAME_STOP(%r15), %esi
    mov $PTRACER_FAST_SIGNAL, %edx
    mov $__NR_tgkill, %eax
    syscall
    AT(PTRACER_FAST_STOPPED)
    hlt /* it is led out of here */

/* ecx = the site, and 0x100 as long as there is no frame. rax, rcx and r11 are free: syscall clobbers two of them, and the
 * patched instruction sets rax. */
    AT(PTRACER_FAST_ENTRIES)
    .set site, 0
    .rept PTRACER_FAST_SITES
    .org PTRACER_FAST_ENTRIES - PTRACER_FAST + site * PTRACER_FAST_ENTRY_SIZE
    mov $(0x100 + site), %ecx
    jmp.d32 enter
    .set site, site + 1
    .endr
enter:
    lahf
    seto %al
    AT(PTRACER_FAST_ENTERED)
    .set frame, PTRACER_FAST_FRAMES
    .rept PTRACER_FRAME_COUNT
    mov $frame, %r11d
    xchg %ch, frame + PTRACER_FRAME_BUSY
    test %ch, %ch
    jz taken
    .set frame, frame + PTRACER_FRAME_SIZE
    .endr
    movzbl %cl, %r11d
    shl $4, %r11d
    add $0x7f, %al
    sahf
    AT(PTRACER_FAST_BUSY)
    mov (PTRACER_FAST_SITE + 8)(%r11), %eax
    mov PTRACER_FAST_SITE(%r11), %r11
    jmp *%r11

    AT(PTRACER_FAST_TAKEN)
taken:
    mov %rdi, (PTRACER_FRAME_ARG + 0)(%r11)
    mov %rsi, (PTRACER_FRAME_ARG + 8)(%r11)
    mov %rdx, (PTRACER_FRAME_ARG + 16)(%r11)
    mov %r10, (PTRACER_FRAME_ARG + 24)(%r11)
    mov %r8, (PTRACER_FRAME_ARG + 32)(%r11)
    mov %r9, (PTRACER_FRAME_ARG + 40)(%r11)
    mov %rbx, (PTRACER_FRAME_KEPT + 0)(%r11)
    mov %rbp, (PTRACER_FRAME_KEPT + 8)(%r11)
    mov %r12, (PTRACER_FRAME_KEPT + 16)(%r11)
    mov %r13, (PTRACER_FRAME_KEPT + 24)(%r11)
    mov %r14, (PTRACER_FRAME_KEPT + 32)(%r11)
    mov %r15, (PTRACER_FRAME_KEPT + 40)(%r11)
    mov %rsp, (PTRACER_FRAME_KEPT + 48)(%r11)
    mov %rcx, PTRACER_FRAME_INDEX(%r11)
    mov %rax, PTRACER_FRAME_FLAGS(%r11)
    mov %r11, %r15
    AT(PTRACER_FAST_INSIDE)
    lea PTRACER_FRAME_STACK(%r11), %rsp
    mov %r11, %rdi
    call ptracer_fast_call
    mov %r15, %r11
    cmpl $0, PTRACER_FRAME_STOP(%r15)
    AT(PTRACER_FAST_LEAVING)
    jne stop
    mov PTRACER_FRAME_FLAGS(%r11), %rax
    add $0x7f, %al
    sahf
    pushfq
    popq PTRACER_FRAME_RFLAGS(%r11)
    mov PTRACER_FRAME_RESULT(%r11), %rax
    mov PTRACER_FRAME_TARGET(%r11), %rcx
    mov (PTRACER_FRAME_ARG + 0)(%r11), %rdi
    mov (PTRACER_FRAME_ARG + 8)(%r11), %rsi
    mov (PTRACER_FRAME_ARG + 16)(%r11), %rdx
    mov (PTRACER_FRAME_ARG + 24)(%r11), %r10
    mov (PTRACER_FRAME_ARG + 32)(%r11), %r8
    mov (PTRACER_FRAME_ARG + 40)(%r11), %r9
    mov (PTRACER_FRAME_KEPT + 0)(%r11), %rbx
    mov (PTRACER_FRAME_KEPT + 8)(%r11), %rbp
    mov (PTRACER_FRAME_KEPT + 16)(%r11), %r12
    mov (PTRACER_FRAME_KEPT + 24)(%r11), %r13
    mov (PTRACER_FRAME_KEPT + 32)(%r11), %r14
    mov (PTRACER_FRAME_KEPT + 40)(%r11), %r15
    mov (PTRACER_FRAME_KEPT + 48)(%r11), %rsp
    jmp *PTRACER_FRAME_EXIT(%r11)

/* One for each frame, since no register is left to point to it. */
    AT(PTRACER_FAST_EXITS)
    .set frame, 0
    .rept PTRACER_FRAME_COUNT
    .org PTRACER_FAST_EXITS - PTRACER_FAST + frame * PTRACER_FAST_EXIT_SIZE
    mov PTRACER_FAST_FRAMES + frame * PTRACER_FRAME_SIZE + PTRACER_FRAME_RFLAGS, %r11
    movb $0, PTRACER_FAST_FRAMES + frame * PTRACER_FRAME_SIZE + PTRACER_FRAME_BUSY
    .org PTRACER_FAST_EXITS - PTRACER_FAST + frame * PTRACER_FAST_EXIT_SIZE + PTRACER_FAST_EXIT_LEFT
    jmp *%rcx
    .set frame, frame + 1
    .endr
    AT(PTRACER_FAST_CALLS)

    .section .fasttable, "a", @progbits
    .globl ptracer_fast_table
ptracer_fast_table:
    .set site, 0
    .rept PTRACER_FAST_SITES
    .quad PTRACER_FAST_ENTRIES + site * PTRACER_FAST_ENTRY_SIZE
    .set site, site + 1
    .endr
    .section .note.GNU-stack, "", @progbits
