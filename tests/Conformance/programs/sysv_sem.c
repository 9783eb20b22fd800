// variants: static
// System V semaphores: sets, operations that happen together or not at all, waiting, undo, removal.
#include "asleep.h"
#include <sys/ipc.h>
#include <sys/sem.h>

#define KEY 0x70744d02

union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
    void *pointer;
};

static int set;

static long get(int id, int number, int what) { return semctl(id, number, what); }
static long value_set(int id, int number, int value) { return semctl(id, number, SETVAL, (union semun){.val = value}); }

static void show(const char *label) {
    unsigned short values[3] = {9, 9, 9};
    if (semctl(set, 0, GETALL, (union semun){.array = values}) < 0) {
        printf("%s: %s\n", label, errno_name(errno));
        return;
    }
    printf("%s: %d %d %d\n", label, values[0], values[1], values[2]);
}

static int op(int count, ...) {
    struct sembuf ops[3];
    __builtin_va_list list;
    __builtin_va_start(list, count);
    for (int i = 0; i < count; i++) {
        ops[i].sem_num = (unsigned short)__builtin_va_arg(list, int);
        ops[i].sem_op = (short)__builtin_va_arg(list, int);
        ops[i].sem_flg = (short)__builtin_va_arg(list, int);
    }
    __builtin_va_end(list);
    return semop(set, ops, (size_t)count);
}

static void errors(void) {
    CALL(semget(KEY, 3, 0600));
    set = (int)MUST(semget(KEY, 3, IPC_CREAT | 0600));
    printf("same: %d %d\n", semget(KEY, 0, 0) == set, semget(KEY, 2, IPC_CREAT) == set);
    CALL(semget(KEY, 4, 0));
    CALL(semget(KEY, 3, IPC_CREAT | IPC_EXCL));
    CALL(semget(IPC_PRIVATE, 0, 0600));
    CALL(semget(IPC_PRIVATE, -1, 0600));
    CALL(semget(IPC_PRIVATE, 32001, 0600));
    show("new");
    struct semid_ds ds;
    MUST(semctl(set, 0, IPC_STAT, (union semun){.buf = &ds}));
    printf("sems %lu mode %o otime %d ctime %d owner %d\n", ds.sem_nsems, ds.sem_perm.mode, ds.sem_otime != 0,
           ds.sem_ctime != 0, ds.sem_perm.uid == geteuid());
    CALL(get(set, 3, GETVAL));
    CALL(get(set, -1, GETVAL));
    CALL(get(-1, 0, GETVAL));
    CALL(get(set + 1000, 0, GETVAL));
    CALL(get(set, 0, 4711));
    CALL(get(set, 0, GETPID));
    CALL(value_set(set, 0, -1));
    CALL(value_set(set, 0, 32768));
    CALL(value_set(set, 0, 32767));
    printf("pid own: %d\n", get(set, 0, GETPID) == getpid());
    CALL(op(1, 0, 1, 0));
    CALL(op(1, 3, 1, 0));
    CALL(op(0));
    struct sembuf many[501] = {{0, 0, 0}};
    CALL(semop(set, many, 501));
    CALL(semop(set, BAD_POINTER, 1));
    CALL(semop(-1, many, 1));
    CALL(semtimedop(set, many, 1, &(struct timespec){0, 1000000000}));
    CALL(semtimedop(set, many, 1, &(struct timespec){-1, 0}));
    CALL_BAD(semtimedop(set, many, 1, BAD_POINTER));
    unsigned short values[3] = {1, 40000, 2};
    CALL(semctl(set, 0, SETALL, (union semun){.array = values}));
    CALL(semctl(set, 0, SETALL, (union semun){.pointer = BAD_POINTER}));
    CALL(semctl(set, 0, GETALL, (union semun){.pointer = BAD_POINTER}));
    show("unchanged");
    values[1] = 5;
    CALL(semctl(set, 0, SETALL, (union semun){.array = values}));
    show("all set");
    MUST(semctl(set, 0, IPC_STAT, (union semun){.buf = &ds}));
    printf("otime %d\n", ds.sem_otime != 0);
}

static void together(void) {
    CALL(op(2, 1, -5, 0, 2, -3, IPC_NOWAIT));
    show("nothing taken");
    CALL(op(2, 1, -5, 0, 2, -2, 0));
    show("both taken");
    CALL(op(3, 1, 0, 0, 1, 2, 0, 1, -1, 0));
    show("zero, up, down");
    CALL(op(2, 1, -1, 0, 1, -1, IPC_NOWAIT));
    CALL(op(1, 1, 0, IPC_NOWAIT));
    CALL(op(2, 0, 1, 0, 1, 32767, 0));
    show("nothing added");
    struct semid_ds ds;
    MUST(semctl(set, 0, IPC_STAT, (union semun){.buf = &ds}));
    printf("otime %d\n", ds.sem_otime != 0);
    struct sembuf down = {2, -1, 0};
    CALL(semtimedop(set, &down, 1, &(struct timespec){0, 0}));
    CALL(semtimedop(set, &down, 1, &(struct timespec){0, 20000000}));
}

static void until(int number, int what, int count) {
    while (get(set, number, what) != count) usleep(1000);
}

static void waiting(void) {
    unsigned short values[3] = {0, 1, 0};
    MUST(semctl(set, 0, SETALL, (union semun){.array = values}));
    pid_t down = fork_child();
    if (down == 0) _exit(op(1, 0, -2, 0) == 0 ? 7 : 8);
    until(0, GETNCNT, 1);
    pid_t zero = fork_child();
    if (zero == 0) _exit(op(1, 1, 0, 0) == 0 ? 7 : 8);
    until(1, GETZCNT, 1);
    printf("counts %ld %ld %ld %ld\n", get(set, 0, GETNCNT), get(set, 0, GETZCNT), get(set, 1, GETNCNT),
           get(set, 1, GETZCNT));
    CALL(op(1, 0, 1, 0));
    printf("still %ld\n", get(set, 0, GETNCNT));
    CALL(op(1, 0, 2, 0));
    wait_child("down", down);
    printf("pid of the child: %d\n", get(set, 0, GETPID) == down);
    CALL(op(1, 1, -1, 0));
    wait_child("zero", zero);
    show("after");

    // Who asks for less overtakes; one that is woken wakes the next.
    pid_t first = fork_child();
    if (first == 0) _exit(op(2, 0, -3, 0, 2, 1, 0) == 0 ? 1 : 9);
    until(0, GETNCNT, 1);
    pid_t second = fork_child();
    if (second == 0) _exit(op(2, 2, -1, 0, 1, 4, 0) == 0 ? 2 : 9);
    until(2, GETNCNT, 1);
    CALL(value_set(set, 0, 3));
    wait_child("first", first);
    wait_child("second", second);
    show("in a row");

    pid_t removed = fork_child();
    if (removed == 0) {
        CALL(op(1, 0, -1, 0));
        _exit(0);
    }
    until(0, GETNCNT, 1);
    pid_t killed = fork_child();
    if (killed == 0) _exit(op(1, 0, -1, 0));
    until(0, GETNCNT, 2);
    MUST(kill(killed, SIGKILL));
    wait_child("killed", killed);
    printf("waits %ld\n", get(set, 0, GETNCNT));
    MUST(semctl(set, 0, IPC_RMID));
    wait_child("removed", removed);
    CALL(semctl(set, 0, IPC_RMID));
    CALL(op(1, 0, 1, 0));
}

static void signals(void) {
    set = (int)MUST(semget(IPC_PRIVATE, 3, 0600));
    for (int kind = 0; kind < 3; kind++) {
        pid_t child = fork_child();
        if (child == 0) {
            struct sembuf down = {0, -1, 0};
            catch_signal(SIGUSR1, kind == 0 ? 0 : SA_RESTART);
            if (kind == 1) CALL(semtimedop(set, &down, 1, &(struct timespec){8, 0}));
            else CALL(semop(set, &down, 1));
            printf("signals %d\n", conf_signals);
            _exit(0);
        }
        until(0, GETNCNT, 1);
        wait_asleep(child);
        if (kind == 2) {
            MUST(kill(child, SIGSTOP));
            wait_stopped(child);
            MUST(kill(child, SIGCONT));
        } else {
            MUST(kill(child, SIGUSR1));
        }
        wait_child("child", child);
        printf("waits %ld\n", get(set, 0, GETNCNT));
    }
}

static void undo(void) {
    unsigned short values[3] = {1, 1, 1};
    MUST(semctl(set, 0, SETALL, (union semun){.array = values}));
    pid_t child = fork_child();
    if (child == 0) {
        CALL(op(3, 0, -1, SEM_UNDO, 1, 3, SEM_UNDO, 2, 2, 0));
        show("in the child");
        pid_t grandchild = fork_child();
        if (grandchild == 0) _exit(0);
        wait_child("grandchild", grandchild);
        show("not inherited");
        CALL(op(2, 1, 32766, SEM_UNDO, 2, 1, 0));
        _exit(0);
    }
    wait_child("child", child);
    printf("pid of the child: %d\n", get(set, 0, GETPID) == child);
    show("undone");

    child = fork_child();
    if (child == 0) {
        CALL(op(2, 0, 2, SEM_UNDO, 1, 2, SEM_UNDO));
        CALL(value_set(set, 0, 7));
        CALL(op(1, 1, -3, 0));
        execl("/bin/sh", "sh", "-c", "kill -9 $$", NULL);
        _exit(1);
    }
    wait_child("executed, then killed", child);
    show("cleared by SETVAL, and not below zero");

    MUST(value_set(set, 0, 1));
    pid_t holder = fork_child();
    if (holder == 0) {
        CALL(op(1, 0, -1, SEM_UNDO));
        pause();
        _exit(1);
    }
    while (get(set, 0, GETVAL) != 0) usleep(1000);
    pid_t waiter = fork_child();
    if (waiter == 0) _exit(op(1, 0, -1, 0) == 0 ? 5 : 6);
    until(0, GETNCNT, 1);
    MUST(kill(holder, SIGKILL));
    wait_child("holder", holder);
    wait_child("waiter", waiter);
    CALL(semctl(set, 0, IPC_RMID));
}

int main(void) {
    errors();
    together();
    waiting();
    signals();
    undo();
    return 0;
}
