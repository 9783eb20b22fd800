// bits: 64
#include "sites.h"
#include <sys/mman.h>

// Code that makes a call again and again is what its program has written: entered at its syscall instruction, changed
// between calls, copied, made anew at the same place, or shared with a file and with other processes.
enum { SIZE = 4096, FIRST = 64, SECOND = 128 };
static const unsigned char stat_code[] = {0xb8, SYS_stat, 0, 0, 0, 0x0f, 0x05, 0xc3};
static const unsigned char access_code[] = {0xb8, SYS_access, 0, 0, 0, 0x0f, 0x05, 0xc3};
static char buffer[512];

static unsigned char *map(void *place, int flags, int fd) {
    void *pages = mmap(place, SIZE, PROT_READ | PROT_WRITE | PROT_EXEC, flags, fd, 0);
    MUST(pages == MAP_FAILED ? -1 : 0);
    return pages;
}

static unsigned char *map_code(const unsigned char *code) {
    unsigned char *pages = map(NULL, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    memcpy(pages + FIRST, code, sizeof stat_code);
    return pages;
}

static void run(const char *label, unsigned char *code, void *second) {
    for (int round = 0; round < ROUNDS; round++) {
        long result = ((long (*)(const char *, void *))code)(FIX "/file", second);
        if (round == 0 || result != 0) printf("%s in round %d: %s\n", label, round, errno_name((int)-result));
    }
}

static void run_stat(const char *label, unsigned char *code) { run(label, code, buffer); }
static void run_access(const char *label, unsigned char *code) { run(label, code, (void *)R_OK); }

static void entered_at_the_syscall(void) {
    unsigned char *code = map_code(stat_code) + FIRST;
    static const char *const paths[] = {FIX "/file", FIX "/missing"};
    run_stat("stat", code);
    for (size_t i = 0; i < COUNT(paths); i++) {
        long result;
        __asm__ volatile("call *%1"
                         : "=a"(result)
                         : "r"(code + 5), "a"(SYS_stat), "D"(paths[i]), "S"(buffer)
                         : "rcx", "r11", "memory");
        printf("entered at the syscall: %s\n", errno_name((int)-result));
    }
}

static void reads_as_written(void) {
    unsigned char *code = map_code(stat_code) + FIRST;
    run_stat("stat", code);
    printf("as written: %d\n", memcmp(code, stat_code, sizeof stat_code) == 0);
}

static void another_number(void) {
    unsigned char *code = map_code(stat_code) + FIRST;
    run_stat("stat", code);
    code[1] = SYS_access;
    run_access("access", code);
}

static void other_code_at_its_place(void) {
    unsigned char *pages = map_code(stat_code);
    run_stat("stat", pages + FIRST);
    memcpy(pages + FIRST, access_code, sizeof access_code);
    run_access("written over", pages + FIRST);
    MUST(munmap(pages, SIZE));
    map(pages, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1);
    memcpy(pages + FIRST, stat_code, sizeof stat_code);
    run_stat("mapped over", pages + FIRST);
    MUST(mprotect(pages, SIZE, PROT_READ | PROT_EXEC));
    run_stat("protected", pages + FIRST);
}

static void copied_without_the_original(void) {
    unsigned char *pages = map_code(stat_code);
    run_stat("stat", pages + FIRST);
    unsigned char *copy = map_code(pages + FIRST);
    MUST(munmap(pages, SIZE));
    run_stat("copy", copy + FIRST);
}

static void shared_with_a_file(void) {
    int fd = (int)MUST(open("code", O_RDWR | O_CREAT, 0755));
    MUST(ftruncate(fd, SIZE));
    unsigned char *pages = map(NULL, MAP_SHARED, fd), file[sizeof stat_code];
    memcpy(pages + FIRST, stat_code, sizeof stat_code);
    run_stat("stat", pages + FIRST);
    MUST(pread(fd, file, sizeof file, FIRST));
    printf("the file is as written: %d\n", memcmp(file, stat_code, sizeof file) == 0);
}

static void shared_with_a_child(void) {
    unsigned char *pages = map(NULL, MAP_SHARED | MAP_ANONYMOUS, -1);
    memcpy(pages + FIRST, stat_code, sizeof stat_code);
    memcpy(pages + SECOND, access_code, sizeof access_code);
    pid_t pid = fork_child();
    if (pid == 0) {
        run_stat("in a child", pages + FIRST);
        run_access("in a child", pages + SECOND);
        _exit(0);
    }
    wait_child("child", pid);
    run_access("after it", pages + SECOND);
    run_stat("after it", pages + FIRST);
}

int main(void) {
    static void (*const tried[])(void) = {
        entered_at_the_syscall,      reads_as_written,   another_number,      other_code_at_its_place,
        copied_without_the_original, shared_with_a_file, shared_with_a_child,
    };
    for (size_t i = 0; i < COUNT(tried); i++) {
        pid_t pid = fork_child();
        if (pid == 0) {
            tried[i]();
            _exit(0);
        }
        wait_child("code", pid);
    }
}
