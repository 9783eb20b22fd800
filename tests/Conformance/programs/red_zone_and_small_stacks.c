// bits: 64
#include "conformance.h"
#include <pthread.h>

// Bytes below the stack pointer are never written by a system call, on a thread with a small stack too.
static void *thread(void *argument) {
    (void)argument;
    long failures = 0;
    for (int i = 0; i < 200; i++) {
        long result;
        static struct stat st;
        static const char path[] = FIX "/chain1";
        // The red zone: written before the call, read after it, without moving the stack pointer.
        __asm__ volatile("movq $0x12345678, -8(%%rsp)\n"
                         "movq $0x12345678, -64(%%rsp)\n"
                         "movq $0x12345678, -128(%%rsp)\n"
                         "syscall\n"
                         "cmpq $0x12345678, -8(%%rsp)\n"
                         "jne 1f\n"
                         "cmpq $0x12345678, -64(%%rsp)\n"
                         "jne 1f\n"
                         "cmpq $0x12345678, -128(%%rsp)\n"
                         "je 2f\n"
                         "1: movq $-1000, %%rax\n"
                         "2:\n"
                         : "=a"(result)
                         : "a"(SYS_stat), "D"(path), "S"(&st)
                         : "rcx", "r11", "memory", "cc");
        failures += result != 0;
    }
    return (void *)failures;
}

int main(void) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 16384);
    pthread_t id;
    void *failures;
    MUST(pthread_create(&id, &attributes, thread, NULL) == 0 ? 0 : -1);
    pthread_join(id, &failures);
    printf("failures %ld\n", (long)failures);
}
