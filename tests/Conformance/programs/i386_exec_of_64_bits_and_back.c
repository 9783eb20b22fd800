// bits: 32
// beside: 64
// variants: static no-pie
// flags: -pthread
#include "conformance.h"
#include <elf.h>
#include <pthread.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/utsname.h>

// A program of 32 bits executes one of 64 and that one of 32 again, from processes, children and threads: arguments,
// environment and auxiliary vector are each one's own, descriptors and the working directory go along.
#define OTHER (sizeof(long) == 4 ? PROGRAM ".64" : PROGRAM)
enum { deepest = 4 };

static void show_self(char **argv) {
    printf("%zu bits:", sizeof(long) * 8);
    for (int i = 0; argv[i] != NULL; i++) printf(" \"%s\"", argv[i]);
    printf(", environment:");
    for (char **variable = environ; *variable != NULL; variable++) {
        if (strncmp(*variable, "CONF_", 5) == 0) printf(" %s", *variable);
    }
    printf("\n");
    // What is in the vector lies where the word says, in words of the program's own size.
    char **end = environ;
    while (*end != NULL) end++;
    const unsigned long *vector = (const unsigned long *)(end + 1);
    int known = 0, sysinfo = 0;
    for (; vector[0] != AT_NULL; vector += 2) {
        known += vector[0] == AT_PHDR || vector[0] == AT_ENTRY || vector[0] == AT_RANDOM || vector[0] == AT_EXECFN;
        sysinfo += vector[0] == 32;
    }
    const unsigned char *vdso = (const unsigned char *)getauxval(AT_SYSINFO_EHDR);
    printf("  platform %s, headers of %lu, known %d, AT_SYSINFO %d, random %d, secure %lu\n",
           (const char *)getauxval(AT_PLATFORM), getauxval(AT_PHENT), known, sysinfo, getauxval(AT_RANDOM) != 0,
           getauxval(AT_SECURE));
    printf("  executed as %s, vdso of class %d\n", (const char *)getauxval(AT_EXECFN),
           vdso == NULL ? -1 : vdso[EI_CLASS]);
    show_link("/proc/self/exe");
    struct utsname uts;
    MUST(uname(&uts));
    printf("  machine %s\n", uts.machine);
}

static void show_calls(void) {
    show_cwd();
    show_stat(FIX "/chain1");
    show_file(FIX "/to_binding/one");
    OPENS(open("made", O_RDWR | O_CREAT, 0600));
    CALL(access(FIX "/missing", F_OK));
    void *block = malloc(1 << 20);
    void *mapped = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    printf("memory %d %d\n", block != NULL, mapped != MAP_FAILED);
    free(block);
    char letter = 0;
    CALL(pread(50, &letter, 1, 0));
    printf("descriptor 50 gives '%c', 51 is %s\n", letter, fcntl(51, F_GETFD) < 0 ? "closed" : "open");
}

static void execute(const char *path, int depth) {
    char number[8];
    snprintf(number, sizeof number, "%d", depth);
    char *arguments[] = {"name", number, "third argument", "", NULL};
    char variable[32];
    snprintf(variable, sizeof variable, "CONF_DEPTH=%d", depth);
    char *variables[] = {variable, "CONF_EMPTY=", NULL};
    execve(path, arguments, variables);
    printf("execve %s: %s\n", path, errno_name(errno));
    _exit(125);
}

static void *execute_in_thread(void *depth) {
    execute(OTHER, (int)(intptr_t)depth);
    return NULL;
}

static void *look_in_thread(void *unused) {
    show_stat(FIX "/dir_link/inner");
    return unused;
}

static void *fork_in_thread(void *depth) {
    pid_t pid = fork_child();
    if (pid == 0) execute(OTHER, (int)(intptr_t)depth);
    wait_child("forked by a thread", pid);
    return NULL;
}

static void in_thread(void *(*what)(void *), int depth) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, what, (void *)(intptr_t)depth) != 0) printf("no thread\n");
    else pthread_join(thread, NULL);
}

int main(int argc, char **argv) {
    int depth = argc > 1 ? atoi(argv[1]) : 0;
    if (argc == 1) {
        MUST(dup2((int)MUST(open(FIX "/file", O_RDONLY)), 50));
        MUST(dup2(50, 51));
        MUST(fcntl(51, F_SETFD, FD_CLOEXEC));
    }
    show_self(argv);
    show_calls();
    in_thread(look_in_thread, 0);
    if (depth >= 100) return depth - 100 + (int)sizeof(long);
    if (depth == 0) {
        // A child of each kind, which does not go on; also by a script, and by vfork.
        pid_t pid = fork_child();
        if (pid == 0) execute(OTHER, 100);
        wait_child("forked", pid);
        in_thread(fork_in_thread, 110);
        pid = fork_child();
        if (pid == 0) in_thread(execute_in_thread, 120);
        wait_child("executed by a thread", pid);
        make_script("script", "#!" PROGRAM ".64 130\n");
        run_program("script", "./script", (char *[]){"script", NULL}, (char *[]){"CONF_SCRIPT=1", NULL});
        pid = vfork();
        if (pid == 0) {
            execle(OTHER, "vforked", "140", (char *)NULL, environ);
            _exit(125);
        }
        wait_child("vforked", pid);
        run_program("shell", "/bin/sh",
                    (char *[]){"sh", "-c", "\"$0\" 150; \"$1\" 160; exit 9", PROGRAM ".64", PROGRAM, NULL}, environ);
        show_self(argv);
    }
    if (depth == deepest) return 42;
    if (depth == 2) in_thread(execute_in_thread, depth + 1);
    execute(OTHER, depth + 1);
}
