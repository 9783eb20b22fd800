// bits: 32
// variants: no-pie static static-pie
#include "conformance.h"
#include <elf.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/personality.h>

// Where a program of 32 bits lies: in four gigabytes, its stack at their end, its heap behind it, with room between.
extern const Elf32_Ehdr __ehdr_start __attribute__((visibility("hidden")));
extern char _end[] __attribute__((visibility("hidden")));
void _start(void);
static char bss[200000];
enum { places = 6 };

// A PIE without an interpreter: where it and its heap lie differs from kernel to kernel.
static bool lies_anywhere(void) { return getauxval(AT_BASE) == 0 && (uintptr_t)&__ehdr_start != 0x8048000; }

static void show_maps(void) {
    char line[512], first[512] = "", *name;
    uintptr_t interpreter = 0, last = 0;
    int wrong = 0, programs = 0, stacks = 0, vdsos = 0, heaps = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (fgets(line, sizeof line, maps) != NULL) {
        unsigned long long from, to;
        if (sscanf(line, "%llx-%llx", &from, &to) != 2) wrong++;
        wrong += to > 0xfffff000ULL || from < last;
        last = (uintptr_t)to;
        line[strcspn(line, "\n")] = 0;
        name = strchr(line, '/');
        if (first[0] == 0) strcpy(first, name == NULL ? "(none)" : name);
        if (name != NULL && strcmp(name, PROGRAM) == 0) programs++;
        if (name != NULL && strstr(name, "ld-linux.so.2") != NULL && interpreter == 0) interpreter = (uintptr_t)from;
        stacks += strstr(line, "[stack]") != NULL && (uintptr_t)&line >= from && (uintptr_t)&line < to;
        vdsos += strstr(line, "[vdso]") != NULL && getauxval(AT_SYSINFO_EHDR) == from;
        heaps += strstr(line, "[heap]") != NULL && (uintptr_t)sbrk(0) > from && (uintptr_t)sbrk(0) <= to;
    }
    fclose(maps);
    printf("maps: wrong %d, the first is %s, of the program %d, stack %d, vdso %d, heap %d\n", wrong,
           lies_anywhere() ? "its own or not" : first, programs > 1, stacks, vdsos, heaps);
    printf("AT_BASE: none %d, right %d\n", getauxval(AT_BASE) == 0, getauxval(AT_BASE) == interpreter);
}

static void show_places(void) {
    int local;
    uintptr_t heap = (uintptr_t)sbrk(0), start = (uintptr_t)&__ehdr_start;
    printf("the stack is near the end: %d\n", (uintptr_t)&local > 0xfe000000);
    if (!lies_anywhere()) {
        printf("the heap is behind the program: %d, near %d\n", heap >= (uintptr_t)_end,
               heap - (uintptr_t)_end < 64 << 20);
    }
    printf("AT_PHDR %d, of %lu, AT_PHNUM %d, AT_ENTRY %d, AT_EXECFN %s\n",
           getauxval(AT_PHDR) == start + __ehdr_start.e_phoff, getauxval(AT_PHENT),
           getauxval(AT_PHNUM) == __ehdr_start.e_phnum, getauxval(AT_ENTRY) == (uintptr_t)_start,
           (const char *)getauxval(AT_EXECFN));
    printf("position: where linked %d, above 0x40000000 %d, aligned %d\n", start == 0x8048000, start > 0x40000000,
           start % 4096 == 0);
    int zero = 1;
    for (size_t i = 0; i < sizeof bss; i++) zero &= bss[i] == 0;
    printf("bss is zero %d\n", zero);
}

static void show_room(void) {
    char *before = sbrk(500 << 20);
    printf("sbrk of 500 MB %d\n", before != (char *)-1);
    if (before != (char *)-1) {
        before[(500 << 20) - 1] = 1;
        printf("  shrunk %d\n", sbrk(-(500 << 20)) == before + (500 << 20));
    }
    char *block = malloc(500 << 20);
    printf("malloc of 500 MB %d\n", block != NULL);
    if (block != NULL) block[0] = block[(500 << 20) - 1] = 1;
    free(block);
    char *mapped = mmap(NULL, 1 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    printf("mmap of 1 GiB %d\n", mapped != MAP_FAILED);
    if (mapped != MAP_FAILED) {
        mapped[0] = mapped[(1 << 30) - 1] = 1;
        MUST(munmap(mapped, 1 << 30));
    }
    // As much as there is, in pieces.
    int pieces = 0;
    while (pieces < 100 &&
           mmap(NULL, 64 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) != MAP_FAILED)
        pieces++;
    printf("more than 2 GiB in pieces %d, no more than 4 GiB %d\n", pieces > 32, pieces < 64);
    CALL(munmap((void *)0xfffff000, 4096));
    void *fixed = mmap((void *)0x20000000, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    printf("at 0x20000000 %d\n", fixed == (void *)0x20000000);
    CALL(mmap((void *)0xfffff000, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
    CALL(mmap((void *)0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
}

static void tell_places(int fd) {
    int local;
    uintptr_t told[places] = {
        (uintptr_t)&__ehdr_start,   (uintptr_t)&local,
        (uintptr_t)sbrk(0),         getauxval(AT_BASE),
        getauxval(AT_SYSINFO_EHDR), (uintptr_t)mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)};
    MUST(write(fd, told, sizeof told));
}

int main(int argc, char **argv) {
    if (argc > 1) {
        tell_places(atoi(argv[1]));
        return (int)(personality(0xffffffff) >> 16 & 0x7f);
    }
    show_places();
    show_maps();
    pid_t pid = fork_child();
    if (pid == 0) {
        show_room();
        _exit(0);
    }
    wait_child("room", pid);

    int pipes[2];
    char number[16];
    uintptr_t one[places], two[places];
    MUST(pipe(pipes));
    snprintf(number, sizeof number, "%d", pipes[1]);
    printf("personality %#x\n", (unsigned)personality(ADDR_NO_RANDOMIZE));
    char *const arguments[] = {argv[0], number, NULL};
    run_program("one", PROGRAM, arguments, environ);
    run_program("two", PROGRAM, arguments, environ);
    MUST(read(pipes[0], one, sizeof one));
    MUST(read(pipes[0], two, sizeof two));
    static const char *const names[places] = {"program", "stack", "heap", "interpreter", "vdso", "mapping"};
    for (int i = 0; i < places; i++) printf("%s: the same %d\n", names[i], one[i] == two[i]);
    printf("personality %#x\n", (unsigned)personality(0xffffffff));
}
