// identity: root
// Who may use, change and remove System V objects: mode, owner, creator, groups, and root.
#include "conformance.h"
#include <grp.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#define KEY 0x70744d10

static long attach(int id, int flags) {
    void *at = shmat(id, NULL, flags);
    return at == (void *)-1 ? -1 : shmdt(at);
}

static void become(unsigned user, unsigned group, unsigned other) {
    gid_t groups[] = {other};
    MUST(setgroups(1, groups));
    MUST(setresgid(group, group, group));
    MUST(setresuid(user, user, user));
}

static void try_all(const char *who, unsigned user, unsigned group, unsigned other, int segment, int set, int queue) {
    pid_t child = fork_child();
    if (child == 0) {
        become(user, group, other);
        printf("-- %s\n", who);
        struct sembuf up = {0, 1, 0}, zero = {0, 0, IPC_NOWAIT};
        struct {
            long type;
            char text[4];
        } message = {1, ""};
        struct shmid_ds ds;
        struct msqid_ds qs;
        printf("get %d %d %d\n", shmget(KEY, 1, 0) >= 0, shmget(KEY, 1, 0400) >= 0, shmget(KEY, 1, 0600) >= 0);
        CALL(attach(segment, 0));
        CALL(attach(segment, SHM_RDONLY));
        CALL(attach(segment, SHM_RDONLY | SHM_EXEC));
        CALL(shmctl(segment, IPC_STAT, &ds));
        CALL(semop(set, &up, 1));
        CALL(semop(set, &zero, 1));
        printf("val %d\n", semctl(set, 0, GETVAL) >= 0);
        CALL(semctl(set, 0, SETVAL, 3));
        CALL(msgsnd(queue, &message, 1, IPC_NOWAIT));
        CALL(msgrcv(queue, &message, 1, 1, IPC_NOWAIT));
        CALL(msgctl(queue, IPC_STAT, &qs));
        CALL(shmctl(segment, SHM_LOCK, NULL));
        ds.shm_perm.uid = user, ds.shm_perm.gid = group, ds.shm_perm.mode = 0640;
        if (user != 0) CALL(shmctl(segment, IPC_SET, &ds));
        if (user != 0) CALL(semctl(set, 0, IPC_RMID));
        if (user != 0) CALL(msgctl(queue, IPC_RMID, NULL));
        _exit(0);
    }
    wait_child(who, child);
}

int main(void) {
    int segment = (int)MUST(shmget(KEY, 100, IPC_CREAT | 0640));
    int set = (int)MUST(semget(IPC_PRIVATE, 1, 0640));
    int queue = (int)MUST(msgget(IPC_PRIVATE, 0620));
    struct shmid_ds ds;
    struct semid_ds ss;
    struct msqid_ds qs;
    MUST(shmctl(segment, IPC_STAT, &ds));
    MUST(semctl(set, 0, IPC_STAT, &ss));
    MUST(msgctl(queue, IPC_STAT, &qs));
    ds.shm_perm.uid = ss.sem_perm.uid = qs.msg_perm.uid = 1000;
    ds.shm_perm.gid = ss.sem_perm.gid = qs.msg_perm.gid = 2000;
    CALL(shmctl(segment, IPC_SET, &ds));
    CALL(semctl(set, 0, IPC_SET, &ss));
    CALL(msgctl(queue, IPC_SET, &qs));
    try_all("another", 1001, 1001, 1001, segment, set, queue);
    try_all("group", 1001, 2000, 1001, segment, set, queue);
    try_all("supplementary group", 1001, 1001, 2000, segment, set, queue);
    try_all("group of the creator", 1001, 0, 1001, segment, set, queue);
    try_all("root", 0, 0, 0, segment, set, queue);
    MUST(shmctl(segment, IPC_STAT, &ds));
    printf("uid %d gid %d made by root %d %d mode %o\n", ds.shm_perm.uid, ds.shm_perm.gid, ds.shm_perm.cuid == 0,
           ds.shm_perm.cgid == 0, ds.shm_perm.mode);
    try_all("owner", 1000, 1000, 1000, segment, set, queue);
    CALL(shmctl(segment, IPC_RMID, NULL));
    CALL(semctl(set, 0, IPC_RMID));
    CALL(msgctl(queue, IPC_RMID, NULL));
    return 0;
}
