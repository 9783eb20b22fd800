// flags: -pthread
// Many calls at a time, with signals every five milliseconds: no wake is lost, nothing happens twice, no descriptor is
// left.
#include "conformance.h"
#include <mqueue.h>
#include <pthread.h>
#include <sched.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#define WORKERS 4
#define ROUNDS  100

static int set, queue, segment;

static void ignore(int number) { (void)number; }

static void begin_signals(void) {
    struct sigaction action = {.sa_handler = ignore, .sa_flags = SA_RESTART};
    MUST(sigaction(SIGUSR1, &action, NULL));
    timer_t timer;
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    struct itimerspec every = {{0, 5000000}, {0, 1000000}};
    MUST(timer_create(CLOCK_MONOTONIC, &event, &timer));
    MUST(timer_settime(timer, 0, &every, NULL));
}

static void operate(int number, int change) {
    struct sembuf operation = {(unsigned short)number, (short)change, 0};
    while (semop(set, &operation, 1) < 0)
        if (errno != EINTR) MUST(-1);
}

static int open_descriptors(void) {
    int count = 0;
    for (int i = 0; i < 200; i++) count += fcntl(i, F_GETFD) >= 0;
    return count;
}

static void count_under_a_lock(void) {
    begin_signals();
    int before = open_descriptors();
    for (int i = 0; i < ROUNDS; i++) {
        operate(0, -1);
        volatile int *counter = shmat(segment, NULL, 0);
        if (counter == (void *)-1) MUST(-1);
        int value = *counter;
        if (i % 8 == 0) sched_yield();
        *counter = value + 1;
        MUST(shmdt((void *)counter));
        operate(0, 1);
    }
    _exit(open_descriptors() - before);
}

static void locks(void) {
    int *counter = shmat(segment, NULL, 0);
    pid_t workers[WORKERS];
    for (int i = 0; i < WORKERS; i++)
        if ((workers[i] = fork_child()) == 0) count_under_a_lock();
    for (int i = 0; i < WORKERS; i++) wait_child("worker", workers[i]);
    struct shmid_ds ds;
    MUST(shmctl(segment, IPC_STAT, &ds));
    printf("counted %d, attached %lu\n", *counter, ds.shm_nattch);
    MUST(shmdt(counter));
}

struct message {
    long type;
    int number;
};

static void answer(void) {
    begin_signals();
    struct message message;
    for (int i = 0; i < ROUNDS; i++) {
        while (msgrcv(queue, &message, sizeof(int), 1, 0) < 0)
            if (errno != EINTR) MUST(-1);
        message.type = 2, message.number *= 2;
        while (msgsnd(queue, &message, sizeof(int), 0) < 0)
            if (errno != EINTR) MUST(-1);
    }
    _exit(0);
}

static void questions(void) {
    pid_t other = fork_child();
    if (other == 0) answer();
    long sum = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct message message = {1, i};
        MUST(msgsnd(queue, &message, sizeof(int), 0));
        while (msgrcv(queue, &message, sizeof(int), 2, 0) < 0)
            if (errno != EINTR) MUST(-1);
        sum += message.number;
    }
    printf("sum of answers %ld\n", sum);
    wait_child("other", other);
}

static void posix(void) {
    struct mq_attr attributes = {.mq_maxmsg = 2, .mq_msgsize = sizeof(int)};
    mqd_t posix_queue = (mqd_t)MUST(mq_open("/ptracer-under-signals", O_CREAT | O_RDWR, 0600, &attributes));
    pid_t other = fork_child();
    if (other == 0) {
        begin_signals();
        for (int i = 0; i < ROUNDS; i++) MUST(mq_send(posix_queue, (char *)&i, sizeof i, 1));
        _exit(0);
    }
    long sum = 0;
    for (int i = 0, number; i < ROUNDS; i++) {
        MUST(mq_receive(posix_queue, (char *)&number, sizeof number, NULL));
        sum = sum * 3 % 1000003 + number;
    }
    printf("in order: %ld\n", sum);
    wait_child("other", other);
    mq_unlink("/ptracer-under-signals");
}

static void *down(void *argument) {
    (void)argument;
    for (int i = 0; i < ROUNDS; i++) operate(1, -1);
    return NULL;
}

static void threads(void) {
    pthread_t all[WORKERS];
    for (int i = 0; i < WORKERS; i++) pthread_create(&all[i], NULL, down, NULL);
    for (int i = 0; i < WORKERS * ROUNDS; i++) operate(1, 1);
    for (int i = 0; i < WORKERS; i++) pthread_join(all[i], NULL);
    printf("left: %d\n", semctl(set, 1, GETVAL));
    pid_t child = fork_child();
    if (child == 0) {
        for (int i = 0; i < WORKERS; i++) pthread_create(&all[i], NULL, down, NULL);
        while (semctl(set, 1, GETNCNT) != WORKERS) usleep(1000);
        execl("/bin/sh", "sh", "-c", "echo executed", NULL);
        _exit(1);
    }
    wait_child("child", child);
    printf("waiting: %d\n", semctl(set, 1, GETNCNT));
}

int main(void) {
    set = (int)MUST(semget(IPC_PRIVATE, 2, 0600));
    queue = (int)MUST(msgget(IPC_PRIVATE, 0600));
    segment = (int)MUST(shmget(IPC_PRIVATE, 4096, 0600));
    MUST(semctl(set, 0, SETVAL, 1));
    locks();
    questions();
    posix();
    threads();
    MUST(semctl(set, 0, IPC_RMID));
    MUST(msgctl(queue, IPC_RMID, NULL));
    MUST(shmctl(segment, IPC_RMID, NULL));
    return 0;
}
