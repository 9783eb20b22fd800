// bits: 32
// variants: static static-pie no-pie
#include "conformance.h"
#include <elf.h>
#include <link.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/personality.h>

// Where things lie in 4 GiB: relations only.
extern const char __executable_start[], _end[];
int main(int argc, char **argv) {
    uintptr_t program = (uintptr_t)__executable_start, stack = (uintptr_t)__builtin_frame_address(0),
              heap = (uintptr_t)sbrk(0);
    (void)argc;
    printf("the stack is near the end: %d\n", stack > 0xff000000u);
    printf("the heap is near behind: %d\n",
           heap > (uintptr_t)_end ? heap - (uintptr_t)_end < 64u << 20 : program > 0xf0000000u);
    printf("phdr in the program: %d\n", getauxval(AT_PHDR) >= program && getauxval(AT_PHDR) < program + 4096);
    printf("entry in the program: %d\n", getauxval(AT_ENTRY) > program && getauxval(AT_ENTRY) < (uintptr_t)_end);
    printf("execfn %s\n", (const char *)getauxval(AT_EXECFN));
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[512];
    int seen = 0, above = 0;
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
        uintptr_t start = strtoul(line, NULL, 16);
        seen += strstr(line, PROGRAM) != NULL && start == program;
        above += strlen(line) > 8 && line[8] != '-';
    }
    printf("maps: the program %d, above 4 GiB %d\n", seen, above);
    char *half = malloc(500u << 20);
    printf("malloc of 500 MB %d\n", half != NULL);
    if (half != NULL) half[400 << 20] = 1;
    char *whole = mmap(NULL, 1u << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    printf("mmap of 1 GiB %d\n", whole != MAP_FAILED);
    int high = 0;
    for (int i = 0; i < 8; i++) {
        char *piece = mmap(NULL, 100u << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (piece != MAP_FAILED && (uintptr_t)piece > 1u << 31) high++;
    }
    printf("high ones %d\n", high > 0);
    if (argv[1] == NULL) {
        MUST(personality(ADDR_NO_RANDOMIZE));
        char own[32];
        snprintf(own, sizeof own, "%lx", (unsigned long)program);
        execl(PROGRAM, PROGRAM, "fixed", own, NULL);
    } else if (argv[3] == NULL) {
        char own[64];
        snprintf(own, sizeof own, "%lx %lx %lx", (unsigned long)program, (unsigned long)heap,
                 (unsigned long)stack >> 16);
        execl(PROGRAM, PROGRAM, "fixed", "again", own, NULL);
    } else {
        char own[64];
        snprintf(own, sizeof own, "%lx %lx %lx", (unsigned long)program, (unsigned long)heap,
                 (unsigned long)stack >> 16);
        printf("fixed: %d\n", strcmp(own, argv[3]) == 0);
    }
}
