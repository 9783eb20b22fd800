// bits: 32
#include "conformance.h"

// Calls with ids of 16 bits, from before Linux 2.4, beside those of 32.
int main(void) {
    unsigned short real, effective, saved, groups[64];
    unsigned wide[64];
    CALL(syscall(SYS_getuid));
    CALL(syscall(SYS_geteuid));
    CALL(syscall(SYS_getgid));
    CALL(syscall(SYS_getegid));
    CALL(syscall(SYS_getuid32));
    CALL(syscall(SYS_getegid32));
    CALL(syscall(SYS_getresuid, &real, &effective, &saved));
    printf("%u %u %u\n", real, effective, saved);
    CALL(syscall(SYS_getresgid, &real, &effective, &saved));
    printf("%u %u %u\n", real, effective, saved);
    CALL(syscall(SYS_getresuid32, &wide[0], &wide[1], &wide[2]));
    printf("%u %u %u\n", wide[0], wide[1], wide[2]);
    CALL(syscall(SYS_getresuid, &real, BAD_POINTER, &saved));
    long count = syscall(SYS_getgroups, 64, groups);
    printf("same groups: %d\n",
           count == syscall(SYS_getgroups32, 64, wide) && (count < 1 || groups[0] == (unsigned short)wide[0]));
    make_file("mine", "x");
    CALL(syscall(SYS_chown, WORK "/mine", 0xffff, 0xffff));
    CALL(syscall(SYS_chown, WORK "/mine", getuid(), getgid()));
    CALL(syscall(SYS_lchown, "mine", getuid() & 0xffff, -1));
    CALL(syscall(SYS_chown32, WORK "/mine", getuid(), -1));
    int fd = (int)MUST(open("mine", O_RDWR));
    CALL(syscall(SYS_fchown, fd, 0xffff, getgid()));
    CALL(syscall(SYS_chown, WORK "/missing", 1, 1));
    CALL(syscall(SYS_setuid, getuid()));
    CALL(syscall(SYS_setreuid, 0xffff, getuid()));
    CALL(syscall(SYS_setresgid, 0xffff, 0xffff, 0xffff));
    CALL(syscall(SYS_setfsuid, getuid()));
    CALL(syscall(SYS_setfsgid32, -1));
    show_stat("mine");
}
