// What System V IPC tells of its limits, and how its objects are listed.
#include "conformance.h"
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#ifndef SHM_STAT_ANY
#define SHM_STAT_ANY 15
#endif
#ifndef SEM_STAT_ANY
#define SEM_STAT_ANY 20
#endif
#ifndef MSG_STAT_ANY
#define MSG_STAT_ANY 13
#endif

union semun {
    struct semid_ds *buf;
    struct seminfo *info;
};

static void segments(void) {
    struct shminfo limits;
    struct shm_info before, after;
    struct shmid_ds ds;
    printf("IPC_INFO %d\n", shmctl(0, IPC_INFO, (struct shmid_ds *)&limits) >= 0);
    printf("shmmax %lu shmmin %lu shmmni %lu shmseg %lu shmall %lu\n", limits.shmmax, limits.shmmin, limits.shmmni,
           limits.shmseg, limits.shmall);
    MUST(shmctl(0, SHM_INFO, (struct shmid_ds *)&before));
    int id = (int)MUST(shmget(IPC_PRIVATE, 10000, 0200));
    char *at = shmat(id, NULL, 0);
    printf("not readable: %d\n", at == (void *)-1);
    ds.shm_perm.mode = 0600, ds.shm_perm.uid = geteuid(), ds.shm_perm.gid = getegid();
    MUST(shmctl(id, IPC_SET, &ds));
    at = shmat(id, NULL, 0);
    at[5000] = 1;
    int last = (int)MUST(shmctl(0, SHM_INFO, (struct shmid_ds *)&after));
    printf("used %d total %lu resident %lu swapped %lu\n", after.used_ids - before.used_ids,
           after.shm_tot - before.shm_tot, after.shm_rss - before.shm_rss, after.shm_swp - before.shm_swp);
    int found = 0, any = 0;
    for (int i = 0; i <= last; i++) {
        found += shmctl(i, SHM_STAT, &ds) == id && ds.shm_segsz == 10000;
        any += shmctl(i, SHM_STAT_ANY, &ds) == id && ds.shm_segsz == 10000;
    }
    printf("found %d %d\n", found, any);
    CALL(shmctl(last + 1, SHM_STAT, &ds));
    CALL(shmctl(-1, SHM_STAT, &ds));
    CALL_BAD(shmctl(0, IPC_INFO, BAD_POINTER));
    MUST(shmctl(id, IPC_RMID, NULL));
}

static void semaphores(void) {
    struct seminfo limits, before, after;
    struct semid_ds ds;
    printf("IPC_INFO %d\n", semctl(0, 0, IPC_INFO, (union semun){.info = &limits}) >= 0);
    printf("semmap %d semmni %d semmns %d semmnu %d semmsl %d semopm %d semume %d semusz %d semvmx %d semaem %d\n",
           limits.semmap, limits.semmni, limits.semmns, limits.semmnu, limits.semmsl, limits.semopm, limits.semume,
           limits.semusz, limits.semvmx, limits.semaem);
    MUST(semctl(0, 0, SEM_INFO, (union semun){.info = &before}));
    int id = (int)MUST(semget(IPC_PRIVATE, 17, 0200));
    int last = (int)MUST(semctl(0, 0, SEM_INFO, (union semun){.info = &after}));
    printf("sets %d semaphores %d\n", after.semusz - before.semusz, after.semaem - before.semaem);
    int found = 0, any = 0;
    for (int i = 0; i <= last; i++) {
        found += semctl(i, 0, SEM_STAT, (union semun){.buf = &ds}) == id;
        any += semctl(i, 0, SEM_STAT_ANY, (union semun){.buf = &ds}) == id && ds.sem_nsems == 17;
    }
    printf("found %d %d\n", found, any);
    CALL(semctl(id, 0, IPC_STAT, (union semun){.buf = &ds}));
    CALL(semctl(id, 0, GETVAL));
    CALL(semctl(last + 1, 0, SEM_STAT, (union semun){.buf = &ds}));
    MUST(semctl(id, 0, IPC_RMID));
}

static void queues(void) {
    struct msginfo limits, before, after;
    struct msqid_ds ds;
    printf("IPC_INFO %d\n", msgctl(0, IPC_INFO, (struct msqid_ds *)&limits) >= 0);
    printf("msgpool %d msgmap %d msgmax %d msgmnb %d msgmni %d msgssz %d msgtql %d msgseg %u\n", limits.msgpool,
           limits.msgmap, limits.msgmax, limits.msgmnb, limits.msgmni, limits.msgssz, limits.msgtql, limits.msgseg);
    MUST(msgctl(0, MSG_INFO, (struct msqid_ds *)&before));
    int id = (int)MUST(msgget(IPC_PRIVATE, 0200));
    struct {
        long type;
        char text[5];
    } message = {1, "text"};
    MUST(msgsnd(id, &message, 5, 0));
    CALL(msgrcv(id, &message, 5, 0, IPC_NOWAIT));
    int last = (int)MUST(msgctl(0, MSG_INFO, (struct msqid_ds *)&after));
    printf("queues %d messages %d bytes %d\n", after.msgpool - before.msgpool, after.msgmap - before.msgmap,
           after.msgtql - before.msgtql);
    int found = 0, any = 0;
    for (int i = 0; i <= last; i++) {
        found += msgctl(i, MSG_STAT, &ds) == id;
        any += msgctl(i, MSG_STAT_ANY, &ds) == id && ds.msg_qnum == 1;
    }
    printf("found %d %d\n", found, any);
    CALL(msgctl(last + 1, MSG_STAT, &ds));
    MUST(msgctl(id, IPC_RMID, NULL));
}

int main(void) {
    segments();
    semaphores();
    queues();
    return 0;
}
