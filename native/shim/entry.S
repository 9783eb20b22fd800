/* The ELF entry of ptracer itself: what must be ready before libc starts (inherited.c), then libc's own entry, with the
 * stack and registers as the kernel left them (rdx: a function for atexit, or none). */
    .text
    .globl ptracer_entry
    .hidden ptracer_entry
    .type ptracer_entry, @function
ptracer_entry:
    xor %ebp, %ebp
    push %rdx
    mov %rsp, %rbx
    and $-16, %rsp
    call ptracer_prepare_for_traps
    mov %rbx, %rsp
    pop %rdx
    jmp _start
    .size ptracer_entry, . - ptracer_entry
    .section .note.GNU-stack, "", @progbits
