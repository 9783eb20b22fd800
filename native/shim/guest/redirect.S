/* The redirect stub and the entry of the stub loader.
 *
 * redirect: r11 = slot. rcx and r11 are free, since syscall itself clobbers them. rbx carries the slot across the call;
 * its value waits in the slot. Nothing is pushed: a guest's stack may end right here. The tracer unwinds a thread that
 * takes a signal inside (Tracee.LeaveStub), so no handler ever sees this code as interrupted.
 */
#include "../shim.h"

    .section .text.redirect, "ax", @progbits
    .globl ptracer_redirect
ptracer_redirect:
    mov %r11, %rbx
    mov (PTRACER_SLOT_ARG + 0)(%rbx), %rdi
    mov (PTRACER_SLOT_ARG + 8)(%rbx), %rsi
    mov (PTRACER_SLOT_ARG + 16)(%rbx), %rdx
    mov (PTRACER_SLOT_ARG + 24)(%rbx), %r10
    mov (PTRACER_SLOT_ARG + 32)(%rbx), %r8
    mov (PTRACER_SLOT_ARG + 40)(%rbx), %r9
    mov PTRACER_SLOT_NR(%rbx), %rax
    .org PTRACER_REDIRECT_SYSCALL - PTRACER_REDIRECT, 0x90
    syscall
    .org PTRACER_REDIRECT_DONE - PTRACER_REDIRECT
    mov (PTRACER_SLOT_SAVED + 0)(%rbx), %rdi
    mov (PTRACER_SLOT_SAVED + 8)(%rbx), %rsi
    mov (PTRACER_SLOT_SAVED + 16)(%rbx), %rdx
    mov (PTRACER_SLOT_SAVED + 24)(%rbx), %r10
    mov (PTRACER_SLOT_SAVED + 32)(%rbx), %r8
    mov (PTRACER_SLOT_SAVED + 40)(%rbx), %r9
    mov PTRACER_SLOT_RETURN(%rbx), %rcx
    mov PTRACER_SLOT_FLAGS(%rbx), %r11
    mov PTRACER_SLOT_RBX(%rbx), %rbx
    jmp *%rcx
    .org PTRACER_REDIRECT_END - PTRACER_REDIRECT, 0xcc

    .section .text.start, "ax", @progbits
    .globl _start
    .type _start, @function
_start:
    mov %rsp, %rdi
    mov %rsp, %rbx
    and $-16, %rsp
    call ptracer_load
    mov %rbx, %rsp
    mov %rax, %r11
    xor %eax, %eax
    xor %ebx, %ebx
    xor %ecx, %ecx
    xor %edx, %edx
    xor %esi, %esi
    xor %edi, %edi
    xor %ebp, %ebp
    xor %r8d, %r8d
    xor %r9d, %r9d
    xor %r10d, %r10d
    jmp *%r11
    .size _start, . - _start
    .section .note.GNU-stack, "", @progbits
