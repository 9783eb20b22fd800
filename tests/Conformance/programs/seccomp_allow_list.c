#include "conformance.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

#ifdef __i386__ // the calls that its C library makes
#undef SYS_newfstatat
#undef SYS_getuid
#define SYS_newfstatat SYS_statx
#define SYS_getuid     SYS_getuid32
#endif

// A filter that kills at every call but a few: the allowed path calls still work under it.
int main(void) {
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getuid, 9, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 8, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_read, 7, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 6, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_close, 5, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_newfstatat, 4, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_unlink, 3, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_readlink, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {COUNT(filter), filter};
    make_file("file", "contents");
    MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    pid_t pid = fork_child();
    if (pid == 0) {
        MUST(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
        show_file(WORK "/file");
        show_file(FIX "/to_binding/one");
        show_link(FIX "/rel_link");
        show_link("/proc/self/cwd");
        show_stat(FIX "/chain1");
        CALL(unlink("file"));
        _exit(3);
    }
    wait_child("allowed", pid);
    pid = fork_child();
    if (pid == 0) {
        MUST(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
        mkdir("dir", 0755);
        _exit(3);
    }
    wait_child("not allowed", pid);
    list_dir(".");
}
