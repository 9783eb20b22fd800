// variants: static musl
#include "conformance.h"
#include <elf.h>
#include <sys/auxv.h>
#include <sys/time.h>

// The vdso is mapped, is an ELF, and time through it agrees with the system calls.
int main(void) {
    const unsigned char *vdso = (const unsigned char *)getauxval(AT_SYSINFO_EHDR);
    printf("vdso is an ELF: %d\n", vdso != NULL && memcmp(vdso, ELFMAG, 4) == 0);
    struct timespec before, between, after;
    MUST(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &before));
    MUST(clock_gettime(CLOCK_MONOTONIC, &between));
    MUST(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &after));
    long long b = before.tv_sec * 1000000000LL + before.tv_nsec, m = between.tv_sec * 1000000000LL + between.tv_nsec,
              a = after.tv_sec * 1000000000LL + after.tv_nsec;
    printf("in order: %d\n", b <= m && m <= a);
    struct timeval now;
    MUST(gettimeofday(&now, NULL));
    printf("the day agrees: %d\n", labs((long)(now.tv_sec - time(NULL))) <= 1);
}
