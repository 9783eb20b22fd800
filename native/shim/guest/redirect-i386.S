/* The redirect stubs and the entry of the stub loader, for 32-bit programs.
 *
 * Both redirect stubs are 64-bit code: the tracer sends a thread here with the 64-bit code segment, and r12 = slot, a
 * register that 32-bit code cannot see and that the kernel keeps in either kind of call. A far jump leads back. The first
 * makes a call of x86-64, for what the tracer has the thread do; the second one of i386, for the guest's own call with
 * other arguments. The tracer unwinds a thread that takes a signal inside (Tracee.LeaveStub).
 */
#include "../shim.h"

    .section .text.redirect, "ax", @progbits
    .globl ptracer_redirect
    .code64
ptracer_redirect:
    mov (PTRACER_SLOT_ARG + 0)(%r12), %rdi
    mov (PTRACER_SLOT_ARG + 8)(%r12), %rsi
    mov (PTRACER_SLOT_ARG + 16)(%r12), %rdx
    mov (PTRACER_SLOT_ARG + 24)(%r12), %r10
    mov (PTRACER_SLOT_ARG + 32)(%r12), %r8
    mov (PTRACER_SLOT_ARG + 40)(%r12), %r9
    mov PTRACER_SLOT_NR(%r12), %rax
    .org PTRACER_REDIRECT_SYSCALL - PTRACER_REDIRECT, 0x90
    syscall
    .org PTRACER_REDIRECT_DONE - PTRACER_REDIRECT
    jmp give_back
    .org PTRACER_REDIRECT_I386 - PTRACER_REDIRECT, 0xcc
    mov (PTRACER_SLOT_ARG + 0)(%r12), %ebx
    mov (PTRACER_SLOT_ARG + 8)(%r12), %ecx
    mov (PTRACER_SLOT_ARG + 16)(%r12), %edx
    mov (PTRACER_SLOT_ARG + 24)(%r12), %esi
    mov (PTRACER_SLOT_ARG + 32)(%r12), %edi
    mov (PTRACER_SLOT_ARG + 40)(%r12), %ebp
    mov PTRACER_SLOT_NR(%r12), %eax
    .org PTRACER_REDIRECT_I386_SYSCALL - PTRACER_REDIRECT, 0x90
    int $0x80
give_back:
    mov (PTRACER_SLOT_SAVED + 0)(%r12), %ebx
    mov (PTRACER_SLOT_SAVED + 8)(%r12), %ecx
    mov (PTRACER_SLOT_SAVED + 16)(%r12), %edx
    mov (PTRACER_SLOT_SAVED + 24)(%r12), %esi
    mov (PTRACER_SLOT_SAVED + 32)(%r12), %edi
    mov (PTRACER_SLOT_SAVED + 40)(%r12), %ebp
    ljmp *PTRACER_SLOT_RETURN(%r12)
    .org PTRACER_REDIRECT_END - PTRACER_REDIRECT, 0xcc

    .section .text.start, "ax", @progbits
    .globl _start
    .type _start, @function
    .code32
_start:
    mov %esp, %ebx
    and $-16, %esp
    sub $12, %esp
    push %ebx
    call ptracer_load
    mov %ebx, %esp
    mov %eax, PTRACER_SHIM_PLAN /* no longer needed, and no register may carry the address */
    xor %eax, %eax
    xor %ebx, %ebx
    xor %ecx, %ecx
    xor %edx, %edx
    xor %esi, %esi
    xor %edi, %edi
    xor %ebp, %ebp
    jmp *PTRACER_SHIM_PLAN
    .size _start, . - _start
    .section .note.GNU-stack, "", @progbits
