// Starts one conformance program: the same clean process state on both sides, and on the native side a private mount
// namespace with the bindings really mounted, and a real chroot.
//
//   sandbox [-u UID] [-F POLICIES:CALL,...] [-A POLICIES:CALL,...] [-r ROOT [-b HOST:GUEST[:ro]]... -w CWD] --
//   COMMAND...
// -F: the kernel is an older one, without these system calls; POLICIES is app-policies.tsv, for their names.
// -A: who asks whether the kernel has these system calls, by a first argument of -1, is told that it has not.
#define _GNU_SOURCE
#include "../Android/android-sim.h"
#include <errno.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

void need(long result, const char *what) {
    if (result >= 0) return;
    fprintf(stderr, "sandbox: %s: %s\n", what, strerror(errno));
    exit(98);
}

static void with_policies(char *calls, void (*install)(FILE *policies, const char *names)) {
    char *colon = strchr(calls, ':');
    if (colon == NULL) exit(98);
    *colon = 0;
    FILE *policies = fopen(calls, "re");
    need(policies == NULL ? -1 : 0, calls);
    install(policies, colon + 1);
    fclose(policies);
}

static void clean_process_state(void) {
    for (int number = 1; number < 65; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    need(sigprocmask(SIG_SETMASK, &none, NULL), "sigprocmask");
    for (int descriptor = 3; descriptor < 1024; descriptor++) close(descriptor); // close_range may be forgotten
    umask(022);
    need(setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}), "RLIMIT_CORE");
    need(setrlimit(RLIMIT_NOFILE, &(struct rlimit){1024, 4096}), "RLIMIT_NOFILE");
}

static void bind(const char *root, char *binding) {
    int read_only = 0;
    char *guest = strchr(binding, ':');
    if (guest != NULL) {
        *guest++ = 0;
        char *option = strchr(guest, ':');
        if (option != NULL) {
            *option++ = 0;
            read_only = strcmp(option, "ro") == 0;
        }
    } else {
        guest = binding;
    }
    char target[4096];
    snprintf(target, sizeof target, "%s/%s", root, guest);
    need(mount(binding, target, NULL, MS_BIND | MS_REC, NULL), target);
    if (read_only) need(mount(NULL, target, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL), "remount read-only");
}

int main(int argc, char **argv) {
    const char *root = NULL;
    const char *cwd = NULL;
    char *forgotten = NULL, *absent = NULL;
    char *bindings[32];
    int binding_count = 0;
    long uid = -1;
    int option;
    while ((option = getopt(argc, argv, "+u:r:b:w:F:A:")) != -1) {
        if (option == 'u') uid = atol(optarg);
        else if (option == 'r') root = optarg;
        else if (option == 'F') forgotten = optarg;
        else if (option == 'A') absent = optarg;
        else if (option == 'w') cwd = optarg;
        else if (option == 'b' && binding_count < 32) bindings[binding_count++] = optarg;
        else return 98;
    }
    if (forgotten != NULL) with_policies(forgotten, forget_calls); // as root, before there is another root
    if (absent != NULL) with_policies(absent, deny_probes);
    if (root != NULL) {
        need(unshare(CLONE_NEWNS), "unshare");
        need(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private mounts");
        for (int i = 0; i < binding_count; i++) bind(root, bindings[i]);
        need(chroot(root), root);
    }
    if (cwd != NULL) need(chdir(cwd), cwd);
    clean_process_state();
    if (uid >= 0) {
        need(setgroups(0, NULL), "setgroups");
        need(setresgid((gid_t)uid, (gid_t)uid, (gid_t)uid), "setresgid");
        need(setresuid((uid_t)uid, (uid_t)uid, (uid_t)uid), "setresuid");
    }
    if (optind >= argc) return 98;
    execvp(argv[optind], argv + optind);
    need(-1, argv[optind]);
}
