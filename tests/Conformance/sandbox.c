// Starts one conformance program: the same clean process state on both sides, and on the native side a private mount
// namespace with the bindings really mounted, and a real chroot.
//
//   sandbox [-u UID] [-r ROOT [-b HOST:GUEST[:ro]]... -w CWD] -- COMMAND...
#define _GNU_SOURCE
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

static void check(long result, const char *what) {
    if (result < 0) {
        fprintf(stderr, "sandbox: %s: %s\n", what, strerror(errno));
        exit(98);
    }
}

static void clean_process_state(void) {
    for (int number = 1; number < 65; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    check(sigprocmask(SIG_SETMASK, &none, NULL), "sigprocmask");
    check(close_range(3, ~0U, 0), "close_range");
    umask(022);
    check(setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}), "RLIMIT_CORE");
    check(setrlimit(RLIMIT_NOFILE, &(struct rlimit){1024, 4096}), "RLIMIT_NOFILE");
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
    check(mount(binding, target, NULL, MS_BIND | MS_REC, NULL), target);
    if (read_only) check(mount(NULL, target, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL), "remount read-only");
}

int main(int argc, char **argv) {
    const char *root = NULL;
    const char *cwd = NULL;
    char *bindings[32];
    int binding_count = 0;
    long uid = -1;
    int option;
    while ((option = getopt(argc, argv, "+u:r:b:w:")) != -1) {
        if (option == 'u') uid = atol(optarg);
        else if (option == 'r') root = optarg;
        else if (option == 'w') cwd = optarg;
        else if (option == 'b' && binding_count < 32) bindings[binding_count++] = optarg;
        else return 98;
    }
    if (root != NULL) {
        check(unshare(CLONE_NEWNS), "unshare");
        check(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private mounts");
        for (int i = 0; i < binding_count; i++) bind(root, bindings[i]);
        check(chroot(root), root);
    }
    if (cwd != NULL) check(chdir(cwd), cwd);
    clean_process_state();
    if (uid >= 0) {
        check(setgroups(0, NULL), "setgroups");
        check(setresgid((gid_t)uid, (gid_t)uid, (gid_t)uid), "setresgid");
        check(setresuid((uid_t)uid, (uid_t)uid, (uid_t)uid), "setresuid");
    }
    if (optind >= argc) return 98;
    execvp(argv[optind], argv + optind);
    check(-1, argv[optind]);
}
