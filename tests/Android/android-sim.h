// The filters of android-sim, and of tests/Conformance/sandbox; each lasts until the process ends, and all that it
// starts.
#ifndef ANDROID_SIM_H
#define ANDROID_SIM_H
#include <stdio.h>

#define MAX_STRINGS 64

struct options {
    FILE *policies, *policies_i386; // open, since they lie outside of the root that is made
    const char *version, *directory, *data;
    char *bindings[MAX_STRINGS], *environment[MAX_STRINGS];
    int binding_count, environment_count, uid, joined;
    int is_shell, is_host, denies_exec, denies_links, keeps_environment, has_own_environment;
    int is_read_only[MAX_STRINGS];
};

// Exits with 125 and a message that names the thing, unless result >= 0.
void need(long result, const char *what);

// Exits with 125 and this text.
void fail(const char *message);

// What an app sees (ls -la / on a device), without the parts that no program of ours looks at: the new root.
void make_root(const struct options *options);

// The policy of apps of an Android version, from app-policies.tsv and app-policies-i386.tsv: what it does not allow
// gets SIGSYS.
void install_policy(FILE *policies, FILE *policies_i386, const char *version);

// An older kernel: answers ENOSYS to these system calls, named as in app-policies.tsv and parted by commas. Some names
// are of a request or flag of a call: see forgotten_parts.
void forget_calls(FILE *policies, const char *names);

// The same, but only to a first argument of -1, as a probe gives it and no program: who asks thus believes the call
// missing and makes it itself, which a filter that answers every call would not let it.
void deny_probes(FILE *policies, const char *names);

// EACCES for what SELinux denies an app and a filter without paths can show: links, namespaces.
void deny_links(void);

// EACCES for execve of anything but the system's files and the app's own libraries: targetSdk 29 and later. By
// Landlock.
void deny_exec_of_data(void);
#endif
