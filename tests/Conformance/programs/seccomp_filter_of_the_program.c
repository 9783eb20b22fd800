#include "conformance.h"
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

// A filter that the program installs is obeyed: an errno for one flag of openat, for mkdir, SIGSYS for another call.
int main(void) {
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_APPEND, 0, 5),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EDOM),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mkdir, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EXFULL),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_chroot, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {COUNT(filter), filter};
    MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    CALL(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program));
    OPENS(openat(AT_FDCWD, FIX "/rel_link", O_RDONLY));
    CALL(openat(AT_FDCWD, FIX "/rel_link", O_RDONLY | O_APPEND) < 0 && errno == EDOM);
    CALL(openat(AT_FDCWD, FIX "/missing", O_RDONLY | O_APPEND) < 0 && errno == EDOM);
    CALL(openat(AT_FDCWD, BAD_POINTER, O_RDONLY | O_APPEND) < 0 && errno == EDOM);
    CALL(mkdir("dir", 0755) < 0 && errno == EXFULL);
    CALL(mkdirat(AT_FDCWD, "dir2", 0755));
    show_stat(FIX "/abs_link");
    pid_t pid = fork_child();
    if (pid == 0) {
        CALL(mkdir("dir", 0755) < 0 && errno == EXFULL);
        CALL(chroot("/"));
        _exit(0);
    }
    wait_child("chroot", pid);
    pid = fork_child();
    if (pid == 0) {
        execl("/bin/sh", "sh", "-c", "echo in sh; echo >>made || echo cannot append; echo more >made; cat made", NULL);
        _exit(125);
    }
    wait_child("sh", pid);
    list_dir(".");
}
