// variants: static
// flags: -pthread
#include "sites.h"
#include <pthread.h>
#include <sched.h>

// Sites that were used again and again before work in all that a process makes: children of every kind, threads, more
// than there are processors, children of threads, and the next program.
static int failures_of(int rounds) {
    char buffer[512];
    int failures = 0;
    for (int i = 0; i < rounds; i++) {
        failures += AT_SITE(stat, FIX "/file", buffer) != 0;
        failures += AT_SITE(lstat, WORK "/absent", buffer) != -1 || errno != ENOENT;
        failures += AT_SITE(access, "plain", R_OK | W_OK) != 0;
        failures += AT_SITE(readlink, FIX "/rel_link", buffer, sizeof buffer) != 4 || memcmp(buffer, "file", 4) != 0;
        failures += AT_SITE(stat, FIX "/chain1", buffer) != 0;
        int fd = (int)AT_SITE(openat, AT_FDCWD, FIX "/file", O_RDONLY);
        failures += fd < 0 || read(fd, buffer, 12) != 12 || memcmp(buffer, "fixture file", 12) != 0;
        failures += fd < 0 || close(fd) != 0;
    }
    return failures;
}

static void *thread(void *rounds) { return (void *)(intptr_t)failures_of((int)(intptr_t)rounds); }

static int child(void *rounds) { return failures_of((int)(intptr_t)rounds); }

static void *forking_thread(void *unused) {
    (void)unused;
    intptr_t failures = 0;
    for (int i = 0; i < 20; i++) {
        int status;
        pid_t pid = fork();
        if (pid == 0) _exit(failures_of(3));
        failures += waitpid(pid, &status, 0) != pid || status != 0;
    }
    return (void *)failures;
}

static void clone_child(const char *label, int flags) {
    static char stack[65536] __attribute__((aligned(16)));
    pid_t pid = (pid_t)MUST(clone(child, stack + sizeof stack, flags | SIGCHLD, (void *)50));
    printf("meanwhile %d\n", failures_of(50));
    wait_child(label, pid);
}

int main(int argc, char **argv) {
    make_file("plain", "plain");
    printf("alone %d\n", failures_of(10));
    if (argc > 1) return 0;

    pid_t pid = fork_child();
    if (pid == 0) {
        pid_t grandchild = fork_child();
        if (grandchild != 0) wait_child("grandchild", grandchild);
        _exit(failures_of(50));
    }
    wait_child("fork", pid);
    pid = vfork();
    if (pid == 0) _exit(failures_of(50));
    wait_child("vfork", pid);
    clone_child("shared memory", CLONE_VM);
    clone_child("shared memory and descriptors", CLONE_VM | CLONE_FILES | CLONE_FS);
    clone_child("shared descriptors", CLONE_FILES);

    enum { threads = 32 };
    pthread_t ids[threads], forking[2];
    intptr_t total = 0;
    for (int i = 0; i < threads; i++) MUST(-pthread_create(&ids[i], NULL, thread, (void *)40));
    for (size_t i = 0; i < COUNT(forking); i++) MUST(-pthread_create(&forking[i], NULL, forking_thread, NULL));
    total += failures_of(40);
    for (int i = 0; i < threads + 2; i++) {
        void *failures;
        pthread_join(i < threads ? ids[i] : forking[i - threads], &failures);
        total += (intptr_t)failures;
    }
    printf("threads %ld, after them %d\n", (long)total, failures_of(10));
    execl(PROGRAM, PROGRAM, argv[0], NULL);
}
