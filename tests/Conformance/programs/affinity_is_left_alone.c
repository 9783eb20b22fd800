#include "conformance.h"
#include <sched.h>
#include <sys/statfs.h>

// However often path calls are made, the affinity mask is the program's own: as started, as set, as inherited.
static void show(const char *label) {
    cpu_set_t set;
    CPU_ZERO(&set);
    MUST(sched_getaffinity(0, sizeof set, &set));
    printf("%s: %d CPUs, first %d\n", label, CPU_COUNT(&set), CPU_ISSET(0, &set) != 0);
    FILE *status = fopen("/proc/self/status", "r");
    char line[512];
    while (fgets(line, sizeof line, status) != NULL) {
        if (strncmp(line, "Cpus_allowed", 12) == 0) fputs(line, stdout);
    }
    fclose(status);
}

// A call that a tracer has to see each time, many times over: enough of them for it to bring the caller to its own CPU.
static void work(void) {
    struct statfs found;
    for (int i = 0; i < 2000; i++) statfs(FIX "/rel_link", &found);
}

int main(void) {
    show("at first");
    work();
    show("after work");
    printf("online %d, as the mask says %d\n", sysconf(_SC_NPROCESSORS_ONLN) > 0, sysconf(_SC_NPROCESSORS_ONLN) >= 1);
    pid_t pid = fork_child();
    if (pid == 0) {
        show("child");
        work();
        show("child after work");
        _exit(0);
    }
    wait_child("child", pid);
    cpu_set_t one, got;
    CPU_ZERO(&one);
    CPU_SET(0, &one);
    CALL(sched_setaffinity(0, sizeof one, &one));
    show("set");
    work();
    show("set, after work");
    printf("on CPU %d\n", sched_getcpu());
    pid = fork_child();
    if (pid == 0) {
        work();
        show("child inherits");
        _exit(0);
    }
    MUST(sched_getaffinity(pid, sizeof got, &got));
    printf("of the child, seen here: %d CPUs\n", CPU_COUNT(&got));
    wait_child("child", pid);
    CPU_ZERO(&one);
    CALL(sched_setaffinity(0, sizeof one, &one));
    CALL(sched_setaffinity(0x3ffffff, sizeof one, &one));
    CALL(sched_getaffinity(0, 1, &got));
    CALL(sched_getaffinity(0, sizeof got, BAD_POINTER));
    CALL(syscall(SYS_sched_getaffinity, 0, 8, &got));
}
