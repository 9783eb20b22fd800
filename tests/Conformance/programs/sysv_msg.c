// variants: static
// System V message queues: which message is received, limits, waiting, signals, removal.
#include "asleep.h"
#include <sys/ipc.h>
#include <sys/msg.h>

#ifndef MSG_COPY
#define MSG_COPY 040000
#endif
#define KEY 0x70744d03

static int queue;

struct message {
    long type;
    char text[8200];
};

static long put(long type, const char *text, int flags) {
    struct message message = {.type = type};
    strcpy(message.text, text);
    return msgsnd(queue, &message, strlen(text), flags);
}

static void take(size_t room, long type, int flags) {
    struct message message;
    memset(&message, '#', sizeof message);
    long size = msgrcv(queue, &message, room, type, flags);
    if (size < 0) printf("type %ld room %zu flags %o: %s\n", type, room, flags, errno_name(errno));
    else
        printf("type %ld room %zu flags %o: %ld of type %ld: %.*s, then %c\n", type, room, flags, size, message.type,
               (int)size, message.text, message.text[size]);
}

static void show(const char *label) {
    struct msqid_ds ds;
    if (msgctl(queue, IPC_STAT, &ds) < 0) {
        printf("%s: %s\n", label, errno_name(errno));
        return;
    }
    printf("%s: %lu messages %lu bytes of %lu mode %o lspid %d lrpid %d times %d %d %d\n", label, ds.msg_qnum,
           ds.__msg_cbytes, ds.msg_qbytes, ds.msg_perm.mode, ds.msg_lspid == getpid(), ds.msg_lrpid == getpid(),
           ds.msg_stime != 0, ds.msg_rtime != 0, ds.msg_ctime != 0);
}

static void errors(void) {
    struct message message = {.type = 1};
    CALL(msgget(KEY, 0600));
    queue = (int)MUST(msgget(KEY, IPC_CREAT | 0600));
    printf("same: %d\n", msgget(KEY, 0) == queue);
    CALL(msgget(KEY, IPC_CREAT | IPC_EXCL));
    show("new");
    CALL(msgsnd(-1, &message, 1, 0));
    CALL(msgsnd(queue + 1000, &message, 1, 0));
    CALL(msgsnd(queue, &message, 8193, 0));
    CALL(msgsnd(queue, &message, (size_t)-1, 0));
    CALL(msgsnd(queue, BAD_POINTER, 1, 0));
    message.type = 0;
    CALL(msgsnd(queue, &message, 1, 0));
    CALL(msgrcv(queue, &message, (size_t)-1, 0, 0));
    CALL(msgrcv(-1, &message, 1, 0, 0));
    CALL(msgrcv(queue, &message, 1, 0, IPC_NOWAIT));
    CALL(msgrcv(queue, &message, 1, 0, MSG_COPY));
    CALL(msgctl(queue, 4711, NULL));
    CALL_BAD(msgctl(queue, IPC_STAT, BAD_POINTER));
}

static void types(void) {
    CALL(put(3, "three", 0));
    CALL(put(1, "one", 0));
    CALL(put(2, "two", 0));
    CALL(put(1, "another one", 0));
    CALL(put(5, "", 0));
    show("sent");
    take(100, 4, IPC_NOWAIT);
    take(2, 0, 0);
    take(100, 2, MSG_COPY | IPC_NOWAIT);
    take(100, 9, MSG_COPY | IPC_NOWAIT);
    take(1, 0, MSG_COPY | IPC_NOWAIT);
    take(100, 1, MSG_COPY | IPC_NOWAIT | MSG_EXCEPT);
    take(2, 0, MSG_NOERROR);
    take(100, -2, 0);
    take(100, -2, 0);
    take(100, 1, MSG_EXCEPT);
    take(100, 5, 0);
    take(100, -9, IPC_NOWAIT);
    show("taken");
    CALL(put(1, "lost", 0));
    CALL(msgrcv(queue, BAD_POINTER, 10, 0, 0));
    show("lost");
}

static void limits(void) {
    struct message message = {.type = 1};
    CALL(msgsnd(queue, &message, 8192, IPC_NOWAIT));
    CALL(msgsnd(queue, &message, 8192, IPC_NOWAIT));
    CALL(msgsnd(queue, &message, 1, IPC_NOWAIT));
    CALL(msgsnd(queue, &message, 0, IPC_NOWAIT));
    struct msqid_ds ds;
    MUST(msgctl(queue, IPC_STAT, &ds));
    ds.msg_qbytes = 16385;
    CALL(msgctl(queue, IPC_SET, &ds));
    ds.msg_qbytes = 100;
    CALL(msgctl(queue, IPC_SET, &ds));
    show("set");
    while (msgrcv(queue, &message, sizeof message.text, 0, IPC_NOWAIT) >= 0)
        ;
    int sent = 0;
    while (msgsnd(queue, &message, 0, IPC_NOWAIT) == 0) sent++;
    printf("%d empty messages, then %s\n", sent, errno_name(errno));
    while (msgrcv(queue, &message, 0, 0, IPC_NOWAIT) >= 0)
        ;
    show("empty");
}

static void waiting(void) {
    pid_t receivers[2];
    for (int i = 0; i < 2; i++) {
        receivers[i] = fork_child();
        if (receivers[i] == 0) {
            struct message message = {0};
            long size = msgrcv(queue, &message, 10, i == 0 ? 7 : -3, 0);
            printf("received %ld of type %ld: %s\n", size, message.type, message.text);
            _exit(0);
        }
        wait_asleep(receivers[i]);
    }
    CALL(put(9, "for nobody", 0));
    MUST(put(7, "seven", 0));
    wait_child("seven", receivers[0]);
    MUST(put(3, "three", 0));
    wait_child("three", receivers[1]);
    take(100, 0, IPC_NOWAIT);

    pid_t small = fork_child();
    if (small == 0) {
        take(2, 0, 0);
        _exit(0);
    }
    wait_asleep(small);
    MUST(put(1, "too long", 0));
    wait_child("too little room", small);
    take(100, 0, IPC_NOWAIT);

    char text[101] = "";
    memset(text, 'x', 90);
    CALL(put(1, text, 0));
    pid_t sender = fork_child();
    if (sender == 0) {
        CALL(put(2, "there is room now", 0));
        _exit(0);
    }
    wait_asleep(sender);
    show("a sender waits");
    MUST(msgrcv(queue, &(struct message){0}, 100, 1, 0));
    wait_child("sender", sender);
    take(100, 0, 0);
}

static void signals(void) {
    for (int kind = 0; kind < 5; kind++) {
        pid_t child = fork_child();
        if (child == 0) {
            if (kind == 2) signal(SIGUSR1, SIG_IGN);
            else catch_signal(SIGUSR1, kind == 0 ? 0 : SA_RESTART);
            if (kind == 4) {
                char text[101] = "";
                memset(text, 'x', 100);
                MUST(put(8, text, 0));
                CALL(put(8, text, 0));
            } else {
                take(100, 8, 0);
            }
            printf("signals %d\n", conf_signals);
            _exit(0);
        }
        wait_asleep(child);
        if (kind == 3) {
            MUST(kill(child, SIGSTOP));
            wait_stopped(child);
            MUST(kill(child, SIGCONT));
        } else {
            MUST(kill(child, SIGUSR1));
        }
        if (kind == 2 || kind == 3) {
            wait_asleep(child);
            MUST(put(8, "eight", 0));
        }
        wait_child("child", child);
    }
    pid_t killed = fork_child();
    if (killed == 0) {
        take(100, 4, 0);
        _exit(0);
    }
    wait_asleep(killed);
    MUST(kill(killed, SIGKILL));
    wait_child("killed", killed);
    take(200, 0, 0);
    CALL(put(4, "nobody waits any more", 0));
    take(100, 4, IPC_NOWAIT);
    pid_t receiver = fork_child();
    if (receiver == 0) {
        take(100, 4, 0);
        _exit(0);
    }
    wait_asleep(receiver);
    MUST(msgctl(queue, IPC_RMID, NULL));
    wait_child("removed", receiver);
    CALL(msgctl(queue, IPC_RMID, NULL));
    CALL(put(1, "none", 0));
}

int main(void) {
    errors();
    types();
    limits();
    waiting();
    signals();
    return 0;
}
