// bits: 64
#include "sites.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

// A filter that the program installs judges the calls that it makes, also at sites where it has made them before, and
// no others: openat2, fstat and others that it forbids are not what stat is made of.
static char buffer[512];

// Two of the calls are those of whoever loads a program, too.
static void install(uint32_t action, bool all) {
    static const int forbidden[] = {SYS_openat2, SYS_fstatfs, SYS_faccessat2, SYS_lgetxattr, SYS_fstat, SYS_close};
    size_t count = COUNT(forbidden) - (all ? 0 : 2), size = 0;
    struct sock_filter filter[2 * COUNT(forbidden) + 2];
    filter[size++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < count; i++) {
        filter[size++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)forbidden[i], 0, 1);
        filter[size++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action);
    }
    filter[size++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {(unsigned short)size, filter};
    MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    if (all) MUST(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program));
    else MUST(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program));
}

static void look(void) {
    AGAIN(AT_SITE(stat, FIX "/file", buffer));
    AGAIN(AT_SITE(lstat, FIX "/dir/inner", buffer));
    AGAIN(AT_SITE(newfstatat, AT_FDCWD, FIX "/missing", buffer, 0));
    AGAIN(AT_SITE(statx, AT_FDCWD, FIX "/file", 0, 1, buffer));
    AGAIN(AT_SITE(access, FIX "/file", R_OK));
    AGAIN(AT_SITE(readlink, FIX "/rel_link", buffer, sizeof buffer));
    AGAIN(AT_SITE(getxattr, FIX "/file", "user.none", buffer, sizeof buffer));
    AGAIN(AT_SITE(open, FIX "/file", O_RDONLY) > 0);
}

int main(int argc, char **argv) {
    if (argc > 1) {
        printf("%s\n", argv[1]);
        look();
        return 0;
    }
    look();
    static const uint32_t actions[] = {SECCOMP_RET_ERRNO | EDOM, SECCOMP_RET_TRAP, SECCOMP_RET_KILL_PROCESS};
    for (int i = 0; i < 6; i++) {
        pid_t pid = fork_child();
        if (pid == 0) {
            printf("filter %d\n", i);
            look();
            install(actions[i / 2], i % 2);
            look();
            pid = fork_child();
            if (pid != 0) {
                wait_child("child", pid);
                _exit(0);
            }
            look();
            if (i % 2 == 0) execl(PROGRAM, PROGRAM, "another program", NULL);
            _exit(0);
        }
        wait_child("filtered", pid);
    }
    AGAIN(AT_SITE(stat, FIX "/file", buffer));
}
