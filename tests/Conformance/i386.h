// Calls of i386 by "int $0x80", for programs about what only i386 has.
#ifndef I386_H
#define I386_H
#include "conformance.h"

long conf_int80(long number, long one, long two, long three, long four, long five, long six);
__asm__(".pushsection .text\n"
        ".globl conf_int80\n"
        "conf_int80:\n"
        "    push %ebp\n    push %ebx\n    push %esi\n    push %edi\n"
        "    mov 20(%esp), %eax\n    mov 24(%esp), %ebx\n    mov 28(%esp), %ecx\n    mov 32(%esp), %edx\n"
        "    mov 36(%esp), %esi\n    mov 40(%esp), %edi\n    mov 44(%esp), %ebp\n"
        "    int $0x80\n"
        "    pop %edi\n    pop %esi\n    pop %ebx\n    pop %ebp\n"
        "    ret\n"
        ".popsection\n");

// A result as libc gives it: -1 and errno.
static inline long conf_libc_result(long result) {
    if ((unsigned long)result < -4095UL) return result;
    errno = (int)-result;
    return -1;
}

static inline long conf_int80_of(const long arguments[7]) {
    return conf_libc_result(
        conf_int80(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5], arguments[6]));
}

// A call, its number first; pointers are given by P(...).
#define INT80(...) conf_int80_of((const long[7]){__VA_ARGS__})
#define P(...)     ((long)(__VA_ARGS__))

#endif
