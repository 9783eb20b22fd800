// bits: 32
// identity: root
#include "conformance.h"

// Root changes ids by calls of 16 bits, where 65535 means none and larger ones show as 65534.
static void show_ids(void) {
    unsigned short real = 1, effective = 1, saved = 1;
    unsigned wide[3] = {1, 1, 1};
    syscall(SYS_getresuid, &real, &effective, &saved);
    syscall(SYS_getresuid32, &wide[0], &wide[1], &wide[2]);
    printf("users %u %u %u, %u %u %u\n", real, effective, saved, wide[0], wide[1], wide[2]);
    syscall(SYS_getresgid, &real, &effective, &saved);
    printf("groups %u %u %u, now %ld %ld\n", real, effective, saved, syscall(SYS_getgid), syscall(SYS_getegid));
}

int main(void) {
    show_ids();
    unsigned short groups[] = {5, 3, 0xfff0}, told[8] = {0};
    CALL(syscall(SYS_setgroups, COUNT(groups), groups));
    CALL(syscall(SYS_getgroups, 8, told));
    printf("%u %u %u\n", told[0], told[1], told[2]);
    CALL(syscall(SYS_setgroups32, 1, (unsigned[]){70000}));
    CALL(syscall(SYS_getgroups, 8, told));
    printf("%u\n", told[0]);
    CALL(syscall(SYS_setresgid, 7, 0xffff, 9));
    CALL(syscall(SYS_setregid, 0xffff, 8));
    CALL(syscall(SYS_setresuid, 0xffff, 0xffff, 11));
    show_ids();
    CALL(syscall(SYS_setfsuid, 12));
    CALL(syscall(SYS_setfsuid, 0));
    CALL(syscall(SYS_setfsgid, 12));
    CALL(syscall(SYS_setresuid32, 70000, 70000, 70000));
    show_ids();
    CALL(syscall(SYS_getuid));
    CALL(syscall(SYS_getuid32));
    CALL(syscall(SYS_setuid, 0));
    CALL(syscall(SYS_setreuid, 1, 1));
}
