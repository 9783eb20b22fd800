// variants: static static-pie no-pie musl
#include "conformance.h"
#include <sys/resource.h>

// brk: starts after the program's data, grows by a gigabyte without hitting anything, shrinks; bss is zero.
static char bss[100000];

// Says what is in the way of a heap that could not grow; its addresses are for a person.
static void show_obstacles(long start) {
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    printf("brk %lx\n", start);
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
        long from = (long)strtoul(line, NULL, 16);
        if (from < start + (2L << 30)) fputs(line, stdout);
    }
    if (maps != NULL) fclose(maps);
}

int main(void) {
    char *start = sbrk(0);
    printf("the heap is above the bss: %d\n",
           (uintptr_t)start >= (uintptr_t)bss + sizeof bss || (uintptr_t)start > UINT32_MAX);
    int zero = 1;
    for (size_t i = 0; i < sizeof bss; i++) zero &= bss[i] == 0;
    printf("bss is zero: %d\n", zero);
    long now = syscall(SYS_brk, 0);
    long grown = syscall(SYS_brk, now + (1L << 30));
    printf("grown by 1 GiB: %d\n", grown == now + (1L << 30));
    if (grown != now + (1L << 30)) show_obstacles(now);
    ((char *)now)[(1L << 30) - 1] = 1;
    printf("shrunk: %d\n", syscall(SYS_brk, now) == now);
    printf("not below its start: %d\n", syscall(SYS_brk, 4096) == now);
    struct rlimit limit;
    MUST(getrlimit(RLIMIT_STACK, &limit));
    char deep[1 << 20];
    memset(deep, 1, sizeof deep);
    printf("a megabyte of stack: %d\n", deep[12345]);
}
