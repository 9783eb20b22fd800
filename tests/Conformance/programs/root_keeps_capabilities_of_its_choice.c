// identity: root
#include "conformance.h"
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>

// What a daemon of root does before it works: another user, but some capabilities kept (capabilities(7),
// PR_SET_KEEPCAPS).
static const int shown[] = {CAP_CHOWN, CAP_SETUID, CAP_SETPCAP, CAP_NET_BIND_SERVICE};

static void show(const char *label) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    MUST(syscall(SYS_capget, &header, data));
    printf("%s:", label);
    for (size_t i = 0; i < COUNT(shown); i++) {
        unsigned bit = 1U << shown[i];
        printf(" %d=%s%s%s", shown[i], data[0].effective & bit ? "e" : "", data[0].permitted & bit ? "p" : "",
               data[0].inheritable & bit ? "i" : "");
    }
    printf(" keep %d\n", prctl(PR_GET_KEEPCAPS));
}

static int set(unsigned effective, unsigned permitted, unsigned inheritable) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {{effective, permitted, inheritable}, {0, 0, 0}};
    return (int)syscall(SYS_capset, &header, data);
}

static void in_child(void (*function)(void)) {
    pid_t child = (pid_t)MUST(fork());
    if (child == 0) {
        function();
        _exit(0);
    }
    waitpid(child, NULL, 0);
}

static const unsigned chown_bit = 1U << CAP_CHOWN, bind_bit = 1U << CAP_NET_BIND_SERVICE;

static void keeping(void) {
    CALL(prctl(PR_SET_KEEPCAPS, 1));
    CALL(setgroups(0, NULL));
    CALL(setresgid(33, 33, 33));
    CALL(setresuid(33, 33, 33));
    show("kept over setresuid");
    CALL(set(bind_bit, bind_bit, 0));
    show("one kept");
    CALL(set(chown_bit, chown_bit, 0));
    CALL(set(chown_bit, bind_bit, 0));
    CALL(set(0, bind_bit, bind_bit));
    show("inheritable");
    CALL(set(0, bind_bit, chown_bit));
    CALL(prctl(PR_SET_KEEPCAPS, 2));
    CALL(prctl(PR_SET_KEEPCAPS, 0));
    CALL(setuid(0));
    CALL(set(0, 0, 0));
    show("none");
}

static void not_keeping(void) {
    CALL(setresuid(33, 33, 33));
    show("after setresuid");
    CALL(set(0, 0, 0));
    CALL(set(0, chown_bit, 0));
    CALL(prctl(PR_CAPBSET_DROP, CAP_CHOWN));
}

static void effective_only(void) {
    CALL(seteuid(33));
    show("after seteuid 33");
    CALL(seteuid(0));
    show("after seteuid 0");
    CALL(set(0, chown_bit | 1U << CAP_SETUID, 0));
    show("dropped");
    CALL(set(1U << CAP_SETUID, 1U << CAP_SETUID, 0));
    CALL(setresuid(33, 33, 0));
    show("saved root");
    CALL(setuid(0));
    show("root again");
}

static void bounding(void) {
    CALL(prctl(PR_CAPBSET_READ, CAP_CHOWN));
    CALL(prctl(PR_CAPBSET_DROP, CAP_CHOWN));
    CALL(prctl(PR_CAPBSET_READ, CAP_CHOWN));
    CALL(prctl(PR_CAPBSET_READ, CAP_SETUID));
    CALL(prctl(PR_CAPBSET_READ, 64));
    CALL(prctl(PR_CAPBSET_DROP, 64));
    show("bounding set smaller");
}

int main(void) {
    show("root");
    in_child(keeping);
    in_child(not_keeping);
    in_child(effective_only);
    in_child(bounding);
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, getppid()};
    struct __user_cap_data_struct data[2] = {{0}};
    CALL(syscall(SYS_capset, &header, data));
    header.version = 1;
    CALL(syscall(SYS_capget, &header, NULL));
    printf("version %x\n", header.version);
}
