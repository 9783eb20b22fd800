/*
 * calls ROOT MILLISECONDS ROW...: prints "ROW NANOSECONDS" for each named row, the mean cost of one call over that many
 * milliseconds after a fifth of them as warm-up; "ROW failed" when a call did not do what it does natively.
 * ROOT is the directory that make_files (jobs/prepare.sh) has filled.
 *
 * A row's name may be "app-" and that of another: the same, for a table with both.
 *
 * calls ROOT mixed COUNT: COUNT path calls of every kind in turn, for rows that count what the tracer did meanwhile.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATH_BYTES = 256 };

static char one[PATH_BYTES];
static char five[PATH_BYTES];
static char ten[PATH_BYTES];
static char symbolic[PATH_BYTES];
static char missing[PATH_BYTES];
static char here[PATH_BYTES];
static int directory = -1;
static int file = -1;

static bool stat_one(void) {
    struct stat status;
    return stat(one, &status) == 0;
}

static bool stat_five(void) {
    struct stat status;
    return stat(five, &status) == 0;
}

static bool stat_ten(void) {
    struct stat status;
    return stat(ten, &status) == 0;
}

static bool stat_symlink(void) {
    struct stat status;
    return stat(symbolic, &status) == 0;
}

static bool stat_missing(void) {
    struct stat status;
    return stat(missing, &status) == -1 && errno == ENOENT;
}

static bool stat_relative(void) {
    struct stat status;
    return fstatat(directory, "f", &status, 0) == 0;
}

static bool open_close(void) {
    int opened = open(five, O_RDONLY | O_CLOEXEC);
    return opened >= 0 && close(opened) == 0;
}

static bool access_file(void) { return access(five, R_OK) == 0; }

static bool read_link(void) {
    char target[PATH_BYTES];
    return readlink(symbolic, target, sizeof target) > 0;
}

static bool get_cwd(void) {
    char name[PATH_BYTES];
    return getcwd(name, sizeof name) && strcmp(name, here) == 0;
}

static bool untrapped(void) { return getppid() >= 0; }

static bool poll_nothing(void) { return poll(NULL, 0, 0) == 0; }

static bool fstat_file(void) {
    struct stat status;
    return fstat(file, &status) == 0;
}

static bool wait_child(pid_t child) {
    int status;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static bool fork_wait(void) {
    pid_t child = fork();
    if (child == 0) _exit(0);
    return wait_child(child);
}

static bool fork_exec_wait(void) {
    pid_t child = fork();
    if (child == 0) {
        execl("/bin/true", "true", (char *)NULL);
        _exit(127);
    }
    return wait_child(child);
}

struct operation {
    const char *row;
    bool (*call)(void);
    int batch;     /* calls between two looks at the clock */
    int processes; /* that do it at once */
};

static const struct operation operations[] = {
    {"stat-1", stat_one, 10, 1},           {"stat-5", stat_five, 10, 1},
    {"stat-10", stat_ten, 10, 1},          {"stat-symlink", stat_symlink, 10, 1},
    {"stat-missing", stat_missing, 10, 1}, {"stat-relative", stat_relative, 10, 1},
    {"open-close", open_close, 10, 1},     {"access", access_file, 10, 1},
    {"readlink", read_link, 10, 1},        {"getcwd", get_cwd, 10, 1},
    {"untrapped", untrapped, 1000, 1},     {"fstat", fstat_file, 100, 1},
    {"fork-wait", fork_wait, 1, 1},        {"fork-exec-wait", fork_exec_wait, 1, 1},
    {"stat-parallel-1", stat_five, 10, 1}, {"stat-parallel-2", stat_five, 10, 2},
    {"poll", poll_nothing, 10, 1},
};
enum { OPERATIONS = sizeof operations / sizeof operations[0] };

static uint64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

/* Calls for duration_ns; the mean cost in ns, or -1 when a call failed. */
static double measure(const struct operation *operation, uint64_t duration_ns) {
    uint64_t start = now_ns();
    uint64_t end = start;
    uint64_t calls = 0;
    while (end - start < duration_ns) {
        for (int i = 0; i < operation->batch; i++) {
            if (!operation->call()) return -1;
        }
        calls += (uint64_t)operation->batch;
        end = now_ns();
    }
    return (double)(end - start) / (double)calls;
}

struct shared {
    atomic_int ready;
    double result[8]; /* ns a call in each process */
};

/* The mean cost of a call as each of the processes sees it, while all of them call. */
static double measure_parallel(const struct operation *operation, uint64_t duration_ns) {
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) return -1;
    for (int i = 0; i < operation->processes; i++) {
        pid_t child = fork();
        if (child < 0) return -1;
        if (child == 0) {
            double warm_up = measure(operation, duration_ns / 5);
            atomic_fetch_add(&shared->ready, 1);
            while (atomic_load(&shared->ready) < operation->processes) {
            }
            shared->result[i] = warm_up < 0 ? -1 : measure(operation, duration_ns);
            _exit(shared->result[i] < 0);
        }
    }
    bool good = true;
    double sum = 0;
    for (int i = 0; i < operation->processes; i++) {
        int status;
        good = wait(&status) > 0 && status == 0 && good;
    }
    for (int i = 0; i < operation->processes; i++) sum += shared->result[i];
    double mean = good ? sum / operation->processes : -1;
    munmap(shared, sizeof *shared);
    return mean;
}

static void report(const char *row, const struct operation *operation, uint64_t duration_ns) {
    double cost;
    if (strncmp(operation->row, "stat-parallel", strlen("stat-parallel")) == 0) {
        cost = measure_parallel(operation, duration_ns);
    } else {
        cost = measure(operation, duration_ns / 5);
        if (cost >= 0) cost = measure(operation, duration_ns);
    }
    if (cost < 0) printf("%s failed\n", row);
    else printf("%s %.2f\n", row, cost);
    fflush(stdout);
}

static int run_mixed(long count) {
    static bool (*const calls[])(void) = {stat_one,      stat_five,  stat_ten,    stat_symlink, stat_missing,
                                          stat_relative, open_close, access_file, read_link,    get_cwd};
    for (long i = 0; i < count; i++) {
        if (!calls[(size_t)i % (sizeof calls / sizeof calls[0])]()) return 1;
    }
    return 0;
}

static void set_paths(const char *root) {
    snprintf(one, sizeof one, "%s", root);
    snprintf(five, sizeof five, "%s/a/b/c/f", root);
    snprintf(ten, sizeof ten, "%s/a/b/c/d/e/g/h/i/f", root);
    snprintf(symbolic, sizeof symbolic, "%s/a/link", root);
    snprintf(missing, sizeof missing, "%s/a/b/c/missing", root);
    snprintf(here, sizeof here, "%s/a/b/c", root);
    directory = open(here, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    file = open(five, O_RDONLY | O_CLOEXEC);
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: calls ROOT MILLISECONDS ROW... | calls ROOT mixed COUNT\n");
        return 2;
    }
    set_paths(argv[1]);
    if (directory < 0 || file < 0 || chdir(here) != 0) {
        perror(argv[1]);
        return 1;
    }
    if (strcmp(argv[2], "mixed") == 0) return run_mixed(strtol(argv[3], NULL, 10));
    uint64_t duration_ns = strtoul(argv[2], NULL, 10) * 1000000U;
    for (int word = 3; word < argc; word++) {
        const char *name = argv[word] + (strncmp(argv[word], "app-", 4) == 0 ? 4 : 0);
        for (size_t i = 0; i < OPERATIONS; i++) {
            if (strcmp(name, operations[i].row) == 0) report(argv[word], &operations[i], duration_ns);
        }
    }
    return 0;
}
