/* One system call, errno not touched: inline, for code that runs before relocation or in a signal handler. */
#ifndef PTRACER_CALL_H
#define PTRACER_CALL_H
#include <stdint.h>

/* struct sigaction as the kernel has it (arch/x86/include/uapi/asm/signal.h). */
struct kernel_sigaction {
    uint64_t handler, flags, restorer, mask;
};

static inline int64_t call6(int64_t nr, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f) {
    int64_t result;
    register int64_t r10 __asm__("r10") = d;
    register int64_t r8 __asm__("r8") = e;
    register int64_t r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}
#endif
