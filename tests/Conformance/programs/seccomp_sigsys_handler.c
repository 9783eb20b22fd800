#include "conformance.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <ucontext.h>

#ifdef __i386__
#define REG_ARGUMENT REG_EBX
#define REG_RESULT   REG_EAX
#else
#define REG_ARGUMENT REG_RDI
#define REG_RESULT   REG_RAX
#endif

// A SIGSYS handler sees the call's number and arguments and sets its result, as sandboxes do.
static void handler(int number, siginfo_t *info, void *context) {
    ucontext_t *user = context;
    const char *path = (const char *)user->uc_mcontext.gregs[REG_ARGUMENT];
    printf("%s: call %d is rmdir %d, path %s, code %d\n", signal_name(number), info->si_syscall != 0,
           info->si_syscall == SYS_rmdir, path, info->si_code);
    user->uc_mcontext.gregs[REG_RESULT] = unlink(path) == 0 ? 77 : -ENOTEMPTY;
}

int main(void) {
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rmdir, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {COUNT(filter), filter};
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    MUST(sigaction(SIGSYS, &action, NULL));
    MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    MUST(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program));
    make_file("file", "x");
    CALL(rmdir("file"));
    CALL(rmdir("file"));
    list_dir(".");
}
