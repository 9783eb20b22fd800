// bits: 32
// variants: static
#include "conformance.h"
#include <elf.h>
#include <link.h>
#include <pthread.h>
#include <sys/auxv.h>
#include <sys/wait.h>

// A 32-bit program executes the shell, of 64 bits, which executes it again; processes and threads in between.
static void *in_thread(void *argument) {
    struct stat st;
    return stat(FIX "/abs_link", &st) == 0 ? argument : NULL;
}

static void show_self(void) {
    char exe[256] = "", comm[32] = "";
    printf("platform %s, phent %lu, phdr %d, entry %d\n", (const char *)getauxval(AT_PLATFORM), getauxval(AT_PHENT),
           *(const unsigned *)((getauxval(AT_PHDR) & ~4095UL)) == 0x464c457f, getauxval(AT_ENTRY) != 0);
    printf("execfn %s, sysinfo %d\n", (const char *)getauxval(AT_EXECFN), getauxval(AT_SYSINFO_EHDR) != 0);
    MUST(readlink("/proc/self/exe", exe, sizeof exe - 1));
    int fd = (int)MUST(open("/proc/self/comm", O_RDONLY));
    MUST(read(fd, comm, sizeof comm - 1));
    close(fd);
    printf("exe %s comm %s", exe, comm);
}

int main(int argc, char **argv) {
    if (argc > 1) {
        printf("argc %d argv[1] %s VARIABLE %s\n", argc, argv[1], getenv("VARIABLE"));
        show_self();
        return 5;
    }
    show_self();
    pthread_t thread;
    void *result = NULL;
    MUST(pthread_create(&thread, NULL, in_thread, &result));
    pthread_join(thread, &result);
    printf("thread %d\n", result == &result);
    pid_t pid = fork_child();
    if (pid == 0) {
        setenv("VARIABLE", "kept", 1);
        execl("/bin/sh", "sh", "-c", "cd /conf/fix; test -f abs_link && echo found; exec " PROGRAM " \"$0\"", "word",
              NULL);
        _exit(1);
    }
    int status;
    MUST(waitpid(pid, &status, 0));
    printf("status %d\n", WEXITSTATUS(status));
    pid = fork_child();
    if (pid == 0) {
        execl("/bin/sh", "sh", "-c",
              PROGRAM " one & " PROGRAM " two >/dev/null; wait; ls_is_missing 2>/dev/null; echo $?", NULL);
        _exit(1);
    }
    MUST(waitpid(pid, &status, 0));
    make_file("script", "#!" PROGRAM " an argument\n");
    MUST(chmod("script", 0755));
    pid = fork_child();
    if (pid == 0) {
        setenv("VARIABLE", "of a script", 1);
        execl(WORK "/script", "script", "more", NULL);
        _exit(1);
    }
    MUST(waitpid(pid, &status, 0));
    printf("status %d\n", WEXITSTATUS(status));
}
