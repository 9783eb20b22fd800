// variants: static static-pie no-pie musl
#include "conformance.h"
#include <elf.h>
#include <link.h>
#include <sys/auxv.h>

// What a program is given: argv, envp, the auxiliary vector, comm, cmdline.
static void child(int argc, char **argv) {
    for (int i = 0; i < argc; i++) printf("argv[%d] = %s\n", i, argv[i]);
    for (char **variable = environ; *variable != NULL; variable++) printf("%s\n", *variable);
    const ElfW(Phdr) *headers = (const ElfW(Phdr) *)getauxval(AT_PHDR);
    unsigned long count = getauxval(AT_PHNUM);
    int loads = 0, interpreters = 0;
    for (unsigned long i = 0; i < count; i++) {
        loads += headers[i].p_type == PT_LOAD;
        interpreters += headers[i].p_type == PT_INTERP;
    }
    printf("AT_PHENT %lu, loads %d, interpreters %d, AT_PHNUM is the file's %d\n", getauxval(AT_PHENT), loads,
           interpreters, count == ((const ElfW(Ehdr) *)((uintptr_t)headers & ~4095UL))->e_phnum);
    printf("AT_EXECFN %s\n", (const char *)getauxval(AT_EXECFN));
    printf("AT_SECURE %lu, AT_FLAGS %lu, AT_PAGESZ %lu, AT_CLKTCK %lu\n", getauxval(AT_SECURE), getauxval(AT_FLAGS),
           getauxval(AT_PAGESZ), getauxval(AT_CLKTCK));
    printf("own ids %d %d %d %d\n", getauxval(AT_UID) == getuid(), getauxval(AT_EUID) == geteuid(),
           getauxval(AT_GID) == getgid(), getauxval(AT_EGID) == getegid());
    const uint64_t *random = (const uint64_t *)getauxval(AT_RANDOM);
    printf("AT_RANDOM set %d\n", random != NULL && (random[0] | random[1]) != 0);
    printf("AT_BASE set %d, AT_ENTRY set %d, AT_PLATFORM %s, AT_SYSINFO_EHDR set %d, AT_HWCAP set %d\n",
           getauxval(AT_BASE) != 0, getauxval(AT_ENTRY) != 0, (const char *)getauxval(AT_PLATFORM),
           getauxval(AT_SYSINFO_EHDR) != 0, getauxval(AT_HWCAP) != 0);
    extern void _start(void);
    printf("AT_ENTRY is _start %d\n", getauxval(AT_ENTRY) == (uintptr_t)_start);
    show_file("/proc/self/comm");
    show_file("/proc/self/cmdline");
    show_file("/proc/self/environ");
}

int main(int argc, char **argv) {
    if (argc > 1) {
        child(argc, argv);
        return 0;
    }
    char *const arguments[] = {"the name", "one", "", "two words", NULL};
    char *const environment[] = {"A=1", "EMPTY=", "no equals sign", "A=2", NULL};
    run_program("absolute", PROGRAM, arguments, environment);
    MUST(chdir("/conf"));
    const char *relative = PROGRAM + strlen("/conf/");
    char *const others[] = {"x", "y", NULL};
    char *const nothing[] = {NULL};
    run_program("relative", relative, others, nothing);
    run_program("no environment", PROGRAM, others, NULL);
}
