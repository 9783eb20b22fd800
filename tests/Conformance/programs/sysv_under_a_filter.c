// A process whose own seccomp filter refuses calls that System V IPC and message queues do without.
#include "conformance.h"
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>

#ifdef __i386__ // whose C library asks by ipc(2), for everything
#undef SYS_mmap
#undef SYS_fcntl
#define SYS_mmap    SYS_mmap2
#define SYS_fcntl   SYS_fcntl64
#define shmget(...) syscall(SYS_shmget, __VA_ARGS__)
#endif

static void refuse(const int *calls, size_t count) {
    struct sock_filter steps[32] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))};
    unsigned short length = 1;
    for (size_t i = 0; i < count; i++) {
        steps[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[i], 0, 1);
        steps[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    }
    steps[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {length, steps};
    MUST(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
}

int main(void) {
    static const int calls[] = {SYS_ppoll, SYS_openat, SYS_mmap, SYS_munmap, SYS_fcntl};
    int set = (int)MUST(semget(IPC_PRIVATE, 1, 0600)), segment = (int)MUST(shmget(IPC_PRIVATE, 100, 0600));
    MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    refuse(calls, COUNT(calls));
    CALL(syscall(SYS_ppoll, NULL, 0, NULL, NULL, 0));
    CALL(syscall(SYS_openat, AT_FDCWD, "/", O_RDONLY));
    struct sembuf down = {0, -1, 0};
    CALL(semtimedop(set, &down, 1, &(struct timespec){0, 10000000}));
    char *at = shmat(segment, NULL, 0);
    printf("attached: %d\n", at != (void *)-1);
    at[99] = 1;
    CALL(shmdt(at));
    mqd_t queue = mq_open("/ptracer-filtered", O_CREAT | O_RDWR, 0600, NULL);
    printf("opened: %d\n", queue >= 0);
    struct mq_attr attributes = {.mq_flags = O_NONBLOCK};
    CALL(mq_setattr(queue, &attributes, NULL));
    char text[8192];
    CALL(mq_receive(queue, text, sizeof text, NULL));
    CALL(mq_unlink("/ptracer-filtered"));
    static const int refused[] = {SYS_shmget};
    refuse(refused, 1);
    CALL(shmget(IPC_PRIVATE, 100, 0600));
    CALL(shmctl(segment, IPC_RMID, NULL));
    CALL(semctl(set, 0, IPC_RMID));
    return 0;
}
