/* Keeps the start of the runtime short: a guest's start waits for it. Linked with --wrap
 * (src/Host/Ptracer.Host.csproj). */
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/* The runtime reads /proc/self/mountinfo, /proc/self/cgroup and the limits of its control group, twice, to size its
 * heap. Ours has a fixed limit (System.GC.HeapHardLimit), and the limits of the group hold without its knowing them. */
void __wrap__Z16InitializeCGroupv(void);
void __wrap__Z19InitializeCpuCGroupv(void);
void __wrap__Z16InitializeCGroupv(void) {}
void __wrap__Z19InitializeCpuCGroupv(void) {}

extern uint8_t __bss_start[], _end[];

/* The runtime writes all of .hydrated when it starts: one call in place of a page fault for each of its pages. */
__attribute__((constructor)) static void populate_bss(void) {
#ifdef MADV_POPULATE_WRITE
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t start = ((uintptr_t)__bss_start + page - 1) & ~(page - 1);
    uintptr_t end = (uintptr_t)_end & ~(page - 1);
    /* Before Linux 5.14: EINVAL, and the pages come by faults. */
    if (start < end) (void)madvise((void *)start, end - start, MADV_POPULATE_WRITE);
#endif
}
