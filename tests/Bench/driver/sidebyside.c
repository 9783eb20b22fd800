/*
 * sidebyside: runs the same job under several tools in alternation (A B C D A B C D ...) and prints one line a cell:
 *
 *   row <TAB> tool <TAB> status <TAB> median <TAB> min <TAB> max <TAB> runs
 *
 * status is ok, failed, timeout, differs (the job ended well, but its output is not the first tool's) or none (the tool
 * has no tracer to measure). Alternating means that whatever else happens on the machine happens to every tool alike.
 *
 *   sidebyside [options] -- -t NAME [-u UID] [-c ROOT] argv... ';' -t NAME argv... ';' ...
 *
 *   -w ROW        wall time of the job in ms (the default mode needs a row name)
 *   -k ROW,...    the job prints "ROW VALUE" lines itself; these rows are collected
 *   -m ROW        peak memory of the process that was started, in KiB, once the job has printed "ready"
 *   -r N          runs of each tool, at most
 *   -b SECONDS    no further run of a tool that has used this much time
 *   -l SECONDS    a run that lasts longer is ended and counts as a timeout
 *   -o FILE       standard output of the jobs in wall mode (it is compared between the tools)
 *   -e FILE       standard error of the jobs is appended here
 *   -E NAME=VALUE is added to the otherwise fixed environment
 *
 * -u drops to that user and group, -c calls chroot first: in the child, so that native pays for no helper program.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_TOOLS = 8, MAX_ROWS = 32, MAX_RUNS = 256, MAX_ENVIRONMENT = 32 };

enum mode { MODE_WALL, MODE_VALUES, MODE_MEMORY };

enum status { STATUS_OK, STATUS_FAILED, STATUS_TIMEOUT, STATUS_DIFFERS, STATUS_NONE };

static const char *const status_names[] = {"ok", "failed", "timeout", "differs", "none"};

struct cell {
    enum status status;
    double values[MAX_RUNS];
    size_t count;
};

struct tool {
    const char *name;
    const char *root; /* for chroot(2), or NULL */
    long user;        /* -1: stay who we are */
    char **arguments;
    double used_seconds;
    struct cell cells[MAX_ROWS];
};

struct job {
    pid_t pid;
    int output; /* read end of its standard output, or -1 */
    int input;  /* write end of its standard input, or -1 */
};

static enum mode mode = MODE_WALL;
static char *rows[MAX_ROWS];
static size_t row_count;
static struct tool tools[MAX_TOOLS];
static size_t tool_count;
static size_t max_runs = 5;
static double budget_seconds = 20;
static double limit_seconds = 120;
static const char *output_path = "/dev/null";
static const char *error_path = "/dev/null";
static uint64_t reference_hash;
static char *environment[MAX_ENVIRONMENT] = {
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME=/tmp",
    "LC_ALL=C",
    "TERM=dumb",
    "DEBIAN_FRONTEND=noninteractive",
    "GIT_OPTIONAL_LOCKS=0",
};
static size_t environment_count = 6;

static void die(const char *what) {
    fprintf(stderr, "sidebyside: %s: %s\n", what, strerror(errno));
    exit(2);
}

static void usage(const char *what) {
    fprintf(stderr, "sidebyside: %s; see the top of sidebyside.c\n", what);
    exit(2);
}

static double now_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Becomes the job: only called in the forked child. */
static void run_child(const struct tool *tool, int input, int output) {
    int error = open(error_path, O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (error < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(error, 2) < 0) _exit(120);
    for (int fd = 3; fd < 64; fd++) close(fd);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setpgid(0, 0);
    if (tool->root && chroot(tool->root) != 0) _exit(120);
    if (tool->user >= 0) {
        uid_t user = (uid_t)tool->user;
        if (setgroups(0, NULL) != 0 || setresgid(user, user, user) != 0 || setresuid(user, user, user) != 0) _exit(120);
    }
    if (chdir("/") != 0) _exit(120);
    execvpe(tool->arguments[0], tool->arguments, environment);
    _exit(127);
}

static struct job start_job(const struct tool *tool) {
    int in_pipe[2] = {-1, -1};
    int out_pipe[2] = {-1, -1};
    int input;
    int output;
    if (mode == MODE_MEMORY) {
        if (pipe2(in_pipe, O_CLOEXEC) != 0) die("pipe2");
        input = in_pipe[0];
    } else {
        input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    }
    if (mode == MODE_WALL) {
        output = open(output_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    } else {
        if (pipe2(out_pipe, O_CLOEXEC) != 0) die("pipe2");
        output = out_pipe[1];
    }
    if (input < 0 || output < 0) die(output_path);
    pid_t pid = fork();
    if (pid < 0) die("fork");
    if (pid == 0) run_child(tool, input, output);
    setpgid(pid, pid); /* also in the child: whoever is first */
    close(input);
    close(output);
    return (struct job){.pid = pid, .output = out_pipe[0], .input = in_pipe[1]};
}

/*
 * Ends whatever a job has left behind. We are the subreaper, so an orphan is our child; the kernel lists our children.
 */
static void end_leftovers(pid_t group) {
    kill(-group, SIGKILL);
    for (;;) {
        pid_t reaped = waitpid(-1, NULL, WNOHANG | __WALL);
        if (reaped > 0) continue;
        if (reaped < 0) return;
        char name[64];
        snprintf(name, sizeof name, "/proc/self/task/%d/children", (int)getpid());
        FILE *children = fopen(name, "re");
        int child;
        while (children && fscanf(children, "%d", &child) == 1) kill(child, SIGKILL);
        if (children) fclose(children);
        waitpid(-1, NULL, __WALL);
    }
}

/* Waits for the job's end. SIGCHLD is blocked, so that sigtimedwait sees it. */
static enum status wait_job(pid_t pid, double deadline) {
    sigset_t child_signal;
    sigemptyset(&child_signal);
    sigaddset(&child_signal, SIGCHLD);
    for (;;) {
        int wait_status;
        pid_t reaped = waitpid(pid, &wait_status, WNOHANG);
        if (reaped == pid) return WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == 0 ? STATUS_OK : STATUS_FAILED;
        double left = deadline - now_seconds();
        if (left <= 0) return STATUS_TIMEOUT;
        struct timespec timeout = {.tv_sec = (time_t)left, .tv_nsec = (long)((left - (double)(time_t)left) * 1e9)};
        sigtimedwait(&child_signal, NULL, &timeout);
    }
}

/* One line of the job's output without its newline; false at its end or at the deadline. */
static bool read_line(int fd, double deadline, char *line, size_t size) {
    size_t length = 0;
    for (;;) {
        double left = deadline - now_seconds();
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        char byte;
        if (left <= 0 || poll(&ready, 1, (int)(left * 1000) + 1) <= 0 || read(fd, &byte, 1) != 1) return false;
        if (byte == '\n') break;
        if (length + 1 < size) line[length++] = byte;
    }
    line[length] = '\0';
    return true;
}

static uint64_t hash_output(void) {
    uint64_t hash = 14695981039346656037U; /* FNV-1a */
    FILE *file = fopen(output_path, "re");
    int byte;
    while (file && (byte = getc_unlocked(file)) != EOF) hash = (hash ^ (uint64_t)byte) * 1099511628211U;
    if (file) fclose(file);
    return hash;
}

static void add_value(struct cell *cell, double value) {
    if (cell->count < MAX_RUNS) cell->values[cell->count++] = value;
}

static enum status run_wall(struct tool *tool, struct cell *cell) {
    double start = now_seconds();
    struct job job = start_job(tool);
    enum status status = wait_job(job.pid, start + limit_seconds);
    double elapsed = now_seconds() - start;
    end_leftovers(job.pid);
    if (status == STATUS_OK || status == STATUS_TIMEOUT) add_value(cell, elapsed * 1000);
    if (status == STATUS_OK) {
        uint64_t hash = hash_output();
        if (reference_hash == 0) reference_hash = hash;
        if (hash != reference_hash) return STATUS_DIFFERS;
    }
    return status;
}

static enum status run_values(struct tool *tool) {
    double deadline = now_seconds() + limit_seconds;
    struct job job = start_job(tool);
    char line[256];
    while (read_line(job.output, deadline, line, sizeof line)) {
        char name[128];
        double value;
        if (sscanf(line, "%127s %lf", name, &value) != 2) continue;
        for (size_t row = 0; row < row_count; row++) {
            if (strcmp(rows[row], name) == 0) add_value(&tool->cells[row], value);
        }
    }
    enum status status = wait_job(job.pid, deadline);
    close(job.output);
    end_leftovers(job.pid);
    return status == STATUS_TIMEOUT ? STATUS_TIMEOUT : STATUS_OK;
}

/* Peak resident set of a process in KiB (proc_pid_status(5), VmHWM), or -1. */
static double peak_memory_kib(pid_t pid) {
    char name[64];
    char line[256];
    double peak = -1;
    snprintf(name, sizeof name, "/proc/%d/status", (int)pid);
    FILE *file = fopen(name, "re");
    while (file && fgets(line, sizeof line, file)) {
        if (sscanf(line, "VmHWM: %lf", &peak) == 1) break;
    }
    if (file) fclose(file);
    return peak;
}

static enum status run_memory(struct tool *tool, struct cell *cell) {
    if (tool->root) return STATUS_NONE;
    double deadline = now_seconds() + limit_seconds;
    struct job job = start_job(tool);
    char line[256];
    bool ready = read_line(job.output, deadline, line, sizeof line) && strcmp(line, "ready") == 0;
    double peak = ready ? peak_memory_kib(job.pid) : -1;
    close(job.input); /* the job ends at the end of its input */
    enum status status = wait_job(job.pid, deadline);
    close(job.output);
    end_leftovers(job.pid);
    if (peak < 0) return STATUS_FAILED;
    add_value(cell, peak);
    return status;
}

/* Returns false when the tool needs no further run. */
static bool run_once(struct tool *tool, size_t run) {
    struct cell *cell = &tool->cells[0];
    if (run > 0 && (cell->status != STATUS_OK || tool->used_seconds >= budget_seconds)) return false;
    double start = now_seconds();
    switch (mode) {
    case MODE_WALL:
        cell->status = run_wall(tool, cell);
        break;
    case MODE_MEMORY:
        cell->status = run_memory(tool, cell);
        break;
    case MODE_VALUES:
        cell->status = run_values(tool);
        for (size_t row = 1; row < row_count; row++) tool->cells[row].status = cell->status;
        break;
    }
    tool->used_seconds += now_seconds() - start;
    return true;
}

static int compare_doubles(const void *left, const void *right) {
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

static void print_cell(const char *row, const char *tool, struct cell *cell) {
    size_t count = cell->count;
    if (mode == MODE_VALUES && count > 0) cell->status = STATUS_OK; /* what it did print is good */
    qsort(cell->values, count, sizeof cell->values[0], compare_doubles);
    if (count == 0 && cell->status == STATUS_OK) cell->status = STATUS_FAILED;
    if (count == 0) {
        printf("%s\t%s\t%s\t\t\t\t0\n", row, tool, status_names[cell->status]);
        return;
    }
    double median = (cell->values[(count - 1) / 2] + cell->values[count / 2]) / 2;
    printf("%s\t%s\t%s\t%.6g\t%.6g\t%.6g\t%zu\n", row, tool, status_names[cell->status], median, cell->values[0],
           cell->values[count - 1], count);
}

static void read_rows(char *list) {
    for (char *row = strtok(list, ","); row; row = strtok(NULL, ",")) {
        if (row_count == MAX_ROWS) usage("too many rows");
        rows[row_count++] = row;
    }
}

static void read_options(int argc, char **argv) {
    int option;
    while ((option = getopt(argc, argv, "+w:k:m:r:b:l:o:e:E:")) != -1) {
        switch (option) {
        case 'w':
        case 'k':
        case 'm':
            mode = option == 'w' ? MODE_WALL : option == 'k' ? MODE_VALUES : MODE_MEMORY;
            read_rows(optarg);
            break;
        case 'r':
            max_runs = strtoul(optarg, NULL, 10);
            break;
        case 'b':
            budget_seconds = strtod(optarg, NULL);
            break;
        case 'l':
            limit_seconds = strtod(optarg, NULL);
            break;
        case 'o':
            output_path = optarg;
            break;
        case 'e':
            error_path = optarg;
            break;
        case 'E':
            if (environment_count + 1 < MAX_ENVIRONMENT) environment[environment_count++] = optarg;
            break;
        default:
            usage("unknown option");
        }
    }
    if (row_count == 0) usage("no row: one of -w, -k, -m is needed");
}

static void read_tools(char **word) {
    while (*word) {
        struct tool *tool = &tools[tool_count++];
        if (tool_count > MAX_TOOLS) usage("too many tools");
        tool->user = -1;
        for (; *word && (*word)[0] == '-' && word[1]; word += 2) {
            if (strcmp(*word, "-t") == 0) tool->name = word[1];
            else if (strcmp(*word, "-u") == 0) tool->user = strtol(word[1], NULL, 10);
            else if (strcmp(*word, "-c") == 0) tool->root = word[1];
            else usage("unknown option of a tool");
        }
        tool->arguments = word;
        while (*word && strcmp(*word, ";") != 0) word++;
        if (!tool->name || tool->arguments == word || !*word)
            usage("a tool needs -t NAME, a command, and ';' at its end");
        *word++ = NULL;
    }
}

int main(int argc, char **argv) {
    read_options(argc, argv);
    read_tools(argv + optind);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    signal(SIGPIPE, SIG_IGN);
    sigset_t child_signal;
    sigemptyset(&child_signal);
    sigaddset(&child_signal, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child_signal, NULL);

    bool more = true;
    for (size_t run = 0; more && run < max_runs; run++) {
        more = false;
        for (size_t i = 0; i < tool_count; i++) {
            if (run_once(&tools[i], run)) more = true;
        }
    }
    for (size_t row = 0; row < row_count; row++) {
        for (size_t i = 0; i < tool_count; i++) print_cell(rows[row], tools[i].name, &tools[i].cells[row]);
    }
    return 0;
}
