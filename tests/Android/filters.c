// The filters of android-sim.
#define _GNU_SOURCE
#include "android-sim.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_CALLS   512
#define MAX_COLUMNS 16

struct filter {
    struct sock_filter steps[4 * MAX_CALLS + 16]; // of two architectures
    unsigned short length;
};

static void add(struct filter *filter, struct sock_filter step) { filter->steps[filter->length++] = step; }

static void begin(struct filter *filter, unsigned other_architectures) {
    filter->length = 0;
    add(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)));
    add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0));
    add(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, other_architectures));
    add(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
}

static void answer(struct filter *filter, unsigned number, unsigned action) {
    add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1));
    add(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

static void install(struct filter *filter, unsigned otherwise) {
    add(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, otherwise));
    struct sock_fprog program = {filter->length, filter->steps};
    need(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), "seccomp");
}

static char *next_column(char **line) {
    char *column = strsep(line, "\t");
    if (column != NULL) column[strcspn(column, "\n")] = 0;
    return column;
}

// Calls visit with each row's number, name and rule ("+" or "TRAP") for a version.
static void each_call(FILE *policies, const char *version,
                      void (*visit)(void *state, unsigned number, const char *name, const char *rule), void *state) {
    char line[1024];
    int chosen = -1;
    rewind(policies);
    while (fgets(line, sizeof line, policies) != NULL) {
        char *rest = line, *columns[MAX_COLUMNS];
        int count = 0;
        if (line[0] == '#') continue;
        while (count < MAX_COLUMNS && (columns[count] = next_column(&rest)) != NULL) count++;
        if (chosen < 0) {
            for (int i = 2; i < count; i++)
                if (strcmp(columns[i], version) == 0) chosen = i;
            errno = EINVAL;
            need(chosen, version);
        } else if (chosen < count) {
            visit(state, (unsigned)atoi(columns[0]), columns[1], columns[chosen]);
        }
    }
}

static void allow_row(void *state, unsigned number, const char *name, const char *rule) {
    (void)name;
    if (strcmp(rule, "+") == 0) answer(state, number, SECCOMP_RET_ALLOW);
}

void install_policy(FILE *policies, FILE *policies_i386, const char *version) {
    static struct filter filter;
    filter.length = 0;
    add(&filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)));
    add(&filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0));
    unsigned short jump = filter.length;
    add(&filter, (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, 0));
    add(&filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    each_call(policies, version, allow_row, &filter);
    add(&filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP));
    filter.steps[jump].k = (unsigned)(filter.length - jump - 1);
    add(&filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_I386, 1, 0));
    add(&filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP));
    add(&filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    each_call(policies_i386, version, allow_row, &filter);
    install(&filter, SECCOMP_RET_TRAP);
}

// What an older kernel does not know of a call that it has.
struct forgotten_part {
    const char *name;
    unsigned number, argument, value;
    int is_flag; // the value is a bit, or some, and else the whole argument
    int error;
};

static const struct forgotten_part forgotten_parts[] = {
    // Without CONFIG_CHECKPOINT_RESTORE; what is left needs CAP_SYS_RESOURCE (kernel/sys.c).
    {"PR_SET_MM_MAP", SYS_prctl, 0, PR_SET_MM, 0, EINVAL},
    {"PTRACE_GET_SYSCALL_INFO", SYS_ptrace, 0, 0x420e, 0, EIO},
    {"SECCOMP_FILTER_FLAG_SPEC_ALLOW", SYS_seccomp, 1, SECCOMP_FILTER_FLAG_SPEC_ALLOW, 1, EINVAL},
    {"MFD_EXEC", SYS_memfd_create, 1, 0x18, 1, EINVAL}, // and MFD_NOEXEC_SEAL
};

// Behind a comparison with the number: the answer counts only if both halves of the first argument are all ones.
static void answer_probe(struct filter *filter, unsigned number, unsigned action) {
    const unsigned argument = offsetof(struct seccomp_data, args);
    add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 5));
    add(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, argument));
    add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xffffffff, 0, 3));
    add(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, argument + 4));
    add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xffffffff, 0, 1));
    add(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
    add(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
}

struct forgotten {
    void (*answer)(struct filter *filter, unsigned number, unsigned action);
    struct filter filter;
    const char *names;
    int count;
};

static int is_listed(const char *names, const char *name) {
    size_t length = strlen(name);
    for (const char *at = names; (at = strstr(at, name)) != NULL; at += length)
        if ((at == names || at[-1] == ',') && (at[length] == 0 || at[length] == ',')) return 1;
    return 0;
}

static void forget_row(void *state, unsigned number, const char *name, const char *rule) {
    struct forgotten *forgotten = state;
    (void)rule;
    if (!is_listed(forgotten->names, name)) return;
    forgotten->answer(&forgotten->filter, number, SECCOMP_RET_ERRNO | ENOSYS);
    forgotten->count++;
}

static void forget_part(struct filter *filter, const struct forgotten_part *part) {
    unsigned low_half = offsetof(struct seccomp_data, args) + part->argument * 8;
    unsigned short comparison = part->is_flag ? BPF_JSET : BPF_JEQ;
    add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, part->number, 0, 4));
    add(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, low_half));
    add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | comparison | BPF_K, part->value, 0, 1));
    add(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)part->error));
    add(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
}

static void forget(FILE *policies, const char *names, void (*how)(struct filter *, unsigned, unsigned)) {
    static struct forgotten forgotten;
    int wanted = 1;
    forgotten.count = 0;
    forgotten.answer = how;
    for (const char *at = names; (at = strchr(at, ',')) != NULL; at++) wanted++;
    forgotten.names = names;
    begin(&forgotten.filter, SECCOMP_RET_ALLOW);
    each_call(policies, "main", forget_row, &forgotten);
    for (size_t i = 0; i < sizeof forgotten_parts / sizeof *forgotten_parts; i++) {
        if (!is_listed(names, forgotten_parts[i].name)) continue;
        forget_part(&forgotten.filter, &forgotten_parts[i]);
        forgotten.count++;
    }
    errno = EINVAL;
    need(forgotten.count == wanted ? 0 : -1, names);
    install(&forgotten.filter, SECCOMP_RET_ALLOW);
}

void forget_calls(FILE *policies, const char *names) { forget(policies, names, answer); }

void deny_probes(FILE *policies, const char *names) { forget(policies, names, answer_probe); }

void deny_links(void) {
    static const unsigned denied[] = {SYS_linkat,          SYS_link, SYS_pivot_root, SYS_unshare, SYS_setns,
                                      SYS_perf_event_open, SYS_bpf};
    static struct filter filter;
    begin(&filter, SECCOMP_RET_ALLOW);
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++) answer(&filter, denied[i], SECCOMP_RET_ERRNO | EACCES);
    install(&filter, SECCOMP_RET_ALLOW);
}

// Landlock's right to execute has the shape of SELinux's: execve is denied, mmap(PROT_EXEC) is not.
void deny_exec_of_data(void) {
    static const char *const allowed[] = {"/system", "/vendor", "/apex", "/data/app", "/bin"};
    // What is not handled is allowed, except moves between directories (LANDLOCK_ACCESS_FS_REFER), which must be
    // granted.
    struct landlock_ruleset_attr attributes = {.handled_access_fs =
                                                   LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_REFER};
    struct landlock_path_beneath_attr everywhere = {.allowed_access = LANDLOCK_ACCESS_FS_REFER,
                                                    .parent_fd = open("/", O_PATH | O_CLOEXEC)};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes.handled_access_fs, 0);
    need(rules, "landlock (-X needs it)");
    need(syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &everywhere, 0), "/");
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
        int directory = open(allowed[i], O_PATH | O_CLOEXEC);
        if (directory < 0) continue;
        struct landlock_path_beneath_attr rule = {.allowed_access = LANDLOCK_ACCESS_FS_EXECUTE, .parent_fd = directory};
        need(syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0), allowed[i]);
        close(directory);
    }
    need(syscall(SYS_landlock_restrict_self, rules, 0), "landlock");
    close(rules);
}
