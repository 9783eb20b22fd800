// Runs a command as an app of Android runs one, on an ordinary x86-64 Linux: its seccomp policy, ids, directories, and
// what SELinux denies as far as that can be shown without SELinux. Needs root. See README.md.
//
//   android-sim [options] COMMAND...
#define _GNU_SOURCE
#include "android-sim.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char usage[] =
    "android-sim [options] COMMAND...\n"
    "  -P FILE       the policies: app-policies.tsv, with that for i386 beside it (default: $PTRACER_APP_POLICIES)\n"
    "  -V VERSION    the policy of 9, 10, 11, 12, 12L, 13, 14, 15 or main (default 14); none: no filter\n"
    "  -s            a shell of adb in place of an app: uid 2000, no filter, programs in /data/local/tmp\n"
    "  -u UID        whom it runs as (default 10123, the app's; -s: 2000)\n"
    "  -X            W^X: no execve of files in the app's data\n"
    "  -L            link, unshare, setns: EACCES, as SELinux answers\n"
    "  -b SRC:DST    shown read-write; -B: read-only\n"
    "  -d DIR        what is /data, and stays; else it is empty and goes\n"
    "  -e NAME=VALUE in the environment; -i: nothing else is; -E: the caller's, its limits and no groups, in place of\n"
    "                Android's\n"
    "  -w DIR        the working directory\n"
    "  -n            no root of its own: the caller's file system\n"
    "  -J PID        beside the command of this android-sim, which runs: in its root and namespaces\n";

void need(long result, const char *what) {
    if (result >= 0) return;
    fprintf(stderr, "android-sim: %s: %s\n", what, strerror(errno));
    exit(125);
}

void fail(const char *message) {
    fputs(message, stderr);
    exit(125);
}

// Ids and limits as the zygote, or adbd, leaves them.
static void become_user(const struct options *options) {
    gid_t uid = (gid_t)options->uid;
    gid_t of_app[] = {3003, 9997, uid + 10000, uid + 40000};
    gid_t of_shell[] = {1004, 1007, 1011, 1015, 1028, 3001, 3002, 3003, 3006, 3009, 3011, 3012};
    if (!options->keeps_environment) { // a container may allow less
        setrlimit(RLIMIT_NOFILE, &(struct rlimit){32768, 32768});
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, RLIM_INFINITY});
    }
    if (options->keeps_environment) need(setgroups(0, NULL), "setgroups");
    else if (options->is_shell) need(setgroups(12, of_shell), "setgroups");
    else need(setgroups(4, of_app), "setgroups");
    for (int i = 0; i <= CAP_LAST_CAP; i++) prctl(PR_CAPBSET_DROP, i, 0, 0, 0);
    need(setresgid(uid, uid, uid), "setresgid");
}

static char **environment_of(struct options *options) {
    static char *android[MAX_STRINGS + 16];
    static char *const common[] = {
        "PATH=/product/bin:/apex/com.android.runtime/bin:/apex/com.android.art/bin:/system_ext/bin:/system/bin:"
        "/system/xbin:/odm/bin:/vendor/bin:/vendor/xbin",
        "ANDROID_ROOT=/system",
        "ANDROID_DATA=/data",
        "ANDROID_STORAGE=/storage",
        "EXTERNAL_STORAGE=/sdcard",
        NULL};
    static char *const shell[] = {"HOME=/",        "TMPDIR=/data/local/tmp", "USER=shell",
                                  "LOGNAME=shell", "SHELL=/bin/sh",          NULL};
    int count = 0;
    if (options->keeps_environment) {
        unsetenv("PTRACER_APP_POLICIES");
        return environ;
    }
    int is_androids = !options->has_own_environment;
    for (char *const *text = common; is_androids && *text != NULL; text++) android[count++] = *text;
    for (char *const *text = shell; is_androids && options->is_shell && *text != NULL; text++) android[count++] = *text;
    for (int i = 0; i < options->environment_count; i++) android[count++] = options->environment[i];
    return android;
}

static _Noreturn void run(struct options *options, char **command) {
    signal(SIGINT, SIG_DFL);
    uid_t uid = (uid_t)options->uid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (options->denies_exec) deny_exec_of_data();
    if (options->denies_links) deny_links();
    if (strcmp(options->version, "none") != 0)
        install_policy(options->policies, options->policies_i386, options->version);
    need(setresuid(uid, uid, uid), "setresuid");
    prctl(PR_SET_DUMPABLE, 1);
    prctl(PR_SET_PDEATHSIG, SIGKILL); // a change of ids clears it
    execve(command[0], command, environment_of(options));
    fprintf(stderr, "android-sim: exec %s: %s\n", command[0], strerror(errno));
    _exit(127);
}

static pid_t told;

// What the terminal sends (SI_KERNEL) reaches the whole process group, and so the child, anyway.
static void pass_on(int number, siginfo_t *info, void *context) {
    (void)context;
    if (info->si_code != SI_KERNEL) kill(told, number);
}

// Waits for one child, and reaps orphans meanwhile: its exit status, or 128 and its signal. Signals that are sent to
// this process are meant for the child.
static int wait_for(pid_t child) {
    static const int passed_on[] = {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM};
    struct sigaction action = {.sa_sigaction = pass_on, .sa_flags = SA_SIGINFO | SA_RESTART};
    int status;
    pid_t ended;
    told = child;
    for (size_t i = 0; i < sizeof passed_on / sizeof *passed_on; i++) sigaction(passed_on[i], &action, NULL);
    do ended = wait(&status);
    while (ended != child && (ended > 0 || errno == EINTR));
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// The file of that name, or one with a suffix before ".tsv".
static FILE *open_policies(const char *name, const char *suffix) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%.*s%s.tsv", (int)(strlen(name) - strlen(".tsv")), name, suffix);
    FILE *file = fopen(path, "re");
    need(file == NULL ? -1 : 0, path);
    return file;
}

static struct options parse(int argc, char **argv) {
    struct options options = {.version = "14"};
    const char *policies = getenv("PTRACER_APP_POLICIES");
    int option;
    while ((option = getopt(argc, argv, "+P:V:su:XLb:B:d:e:iEw:nJ:h")) != -1) {
        switch (option) {
        case 'P':
            policies = optarg;
            break;
        case 'V':
            options.version = optarg;
            break;
        case 's':
            options.is_shell = 1;
            break;
        case 'u':
            options.uid = atoi(optarg);
            break;
        case 'X':
            options.denies_exec = 1;
            break;
        case 'L':
            options.denies_links = 1;
            break;
        case 'b':
        case 'B':
            if (options.binding_count == MAX_STRINGS) fail(usage);
            options.is_read_only[options.binding_count] = option == 'B';
            options.bindings[options.binding_count++] = optarg;
            break;
        case 'd':
            options.data = realpath(optarg, NULL);
            break;
        case 'e':
            if (options.environment_count == MAX_STRINGS) fail(usage);
            options.environment[options.environment_count++] = optarg;
            break;
        case 'i':
            options.has_own_environment = 1;
            break;
        case 'E':
            options.keeps_environment = 1;
            break;
        case 'w':
            options.directory = optarg;
            break;
        case 'n':
            options.is_host = 1;
            break;
        case 'J':
            options.joined = atoi(optarg);
            break;
        default:
            fail(usage);
        }
    }
    if (optind >= argc) fail(usage);
    if (policies == NULL) fail("android-sim: no policies; give -P FILE, or PTRACER_APP_POLICIES\n");
    options.policies = open_policies(policies, "");
    options.policies_i386 = open_policies(policies, "-i386");
    if (options.is_shell) options.version = "none";
    if (options.uid == 0) options.uid = options.is_shell ? 2000 : 10123;
    return options;
}

// The first child of an android-sim is the first process of its namespaces.
static int first_process_of(int simulator) {
    char path[64];
    int first = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", simulator, simulator);
    FILE *children = fopen(path, "re");
    need(children == NULL || fscanf(children, "%d", &first) != 1 ? -1 : 0, path);
    fclose(children);
    return first;
}

static void join(int simulator) {
    static const struct {
        const char *name;
        int type;
    } namespaces[] = {{"pid", CLONE_NEWPID}, {"ipc", CLONE_NEWIPC}, {"mnt", CLONE_NEWNS}};
    char path[64];
    int process = first_process_of(simulator), files[3];
    snprintf(path, sizeof path, "/proc/%d/root", process);
    int root = open(path, O_PATH | O_CLOEXEC);
    need(root, path);
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "/proc/%d/ns/%s", process, namespaces[i].name);
        need(files[i] = open(path, O_RDONLY | O_CLOEXEC), path);
    }
    for (int i = 0; i < 3; i++) need(setns(files[i], namespaces[i].type), namespaces[i].name);
    need(fchdir(root), "root");
    need(chroot("."), "root");
}

static int run_in_place(struct options *options, char **command) {
    if (options->directory != NULL) need(chdir(options->directory), options->directory);
    become_user(options);
    prctl(PR_SET_PDEATHSIG, SIGKILL); // a change of ids clears it
    pid_t child = fork();             // not the first process of its namespace, which signals do not kill
    need(child, "fork");
    if (child == 0) run(options, command);
    return wait_for(child);
}

int main(int argc, char **argv) {
    struct options options = parse(argc, argv);
    signal(SIGINT, options.joined ? SIG_IGN : SIG_DFL);
    if (options.joined != 0) {
        join(options.joined);
        return run_in_place(&options, argv + optind);
    }
    need(unshare(CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWPID), "unshare (as root)");
    need(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private mounts");
    pid_t first = fork();
    need(first, "fork");
    if (first != 0) {
        signal(SIGINT, SIG_IGN);
        return wait_for(first);
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (options.is_host)
        need(mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "hidepid=2,gid=3009"), "/proc");
    else make_root(&options);
    return run_in_place(&options, argv + optind);
}
