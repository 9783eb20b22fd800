// bits: 32
// variants: static
#include "i386.h"
#include <sys/ipc.h>
#include <sys/mman.h>

// ipc(2): one number for all calls of System V IPC; and those that Linux 5.1 has given numbers of their own.
int main(void) {
    enum {
        SEMOP = 1,
        SEMGET,
        SEMCTL,
        SEMTIMEDOP,
        MSGSND = 11,
        MSGRCV,
        MSGGET,
        MSGCTL,
        SHMAT = 21,
        SHMDT,
        SHMGET,
        SHMCTL
    };
    struct {
        long type;
        char text[16];
    } message = {5, "message"}, got = {0, ""};
    long queue = MUST(INT80(117, MSGGET, IPC_PRIVATE, 0600));
    CALL_AS("msgsnd", INT80(117, MSGSND, queue, 8, 0, P(&message)));
    message.type = 6;
    CALL_AS("msgsnd", INT80(117, MSGSND, queue, 8, 0, P(&message)));
    message.type = 0;
    CALL_AS("msgsnd of type 0", INT80(117, MSGSND, queue, 8, 0, P(&message)));
    struct {
        void *message;
        long type;
    } kludge = {&got, 6};
    CALL_AS("msgrcv by a pair", INT80(117, MSGRCV, queue, 16, 0, P(&kludge)));
    printf("  %ld \"%s\"\n", got.type, got.text);
    CALL_AS("msgrcv of version 1", INT80(117, 1 << 16 | MSGRCV, queue, 16, 5, P(&got), 0));
    printf("  %ld \"%s\"\n", got.type, got.text);
    CALL_AS("msgrcv of none", INT80(117, MSGRCV, queue, 16, IPC_NOWAIT, P(&kludge)));
    CALL_AS("msgrcv of no pair", INT80(117, MSGRCV, queue, 16, IPC_NOWAIT, 0));
    CALL_AS("msgctl to remove", INT80(117, MSGCTL, queue, IPC_RMID | 0x100, 0, 0));
    CALL_AS("msgctl of none", INT80(117, MSGCTL, queue, IPC_RMID, 0, 0));

    long set = MUST(INT80(117, SEMGET, IPC_PRIVATE, 2, 0600));
    long value = 7;
    CALL_AS("semctl SETVAL", INT80(117, SEMCTL, set, 1, 16, P(&value)));
    CALL_AS("semctl GETVAL", INT80(117, SEMCTL, set, 1, 12, P(&value)));
    struct {
        uint16_t number;
        int16_t change, flags;
    } steps[] = {{1, -3, 0}, {0, 2, 0}, {0, -5, IPC_NOWAIT}};
    CALL_AS("semop", INT80(117, SEMOP, set, 2, 0, P(steps)));
    CALL_AS("semop that would wait", INT80(117, SEMOP, set, 1, 0, P(&steps[2])));
    steps[2].flags = 0;
    CALL_AS("semtimedop", INT80(117, SEMTIMEDOP, set, 1, 0, P(&steps[2]), P((long[]){0, 1000000})));
    CALL_AS("semctl GETVAL", INT80(117, SEMCTL, set, 1, 12, P(&value)));
    CALL_AS("semctl GETVAL", INT80(117, SEMCTL, set, 0, 12, P(&value)));
    CALL_AS("semctl of no pointer", INT80(117, SEMCTL, set, 0, 12, 0));
    CALL_AS("semctl to remove", INT80(117, SEMCTL, set, 0, IPC_RMID, P(&value)));

    long segment = MUST(INT80(117, SHMGET, IPC_PRIVATE, 5000, 0600));
    long at = 0;
    CALL_AS("shmat", INT80(117, SHMAT, segment, 0, P(&at), 0));
    strcpy((char *)at, "shared");
    long read_only = 0;
    CALL_AS("shmat to read", INT80(117, SHMAT, segment, 010000, P(&read_only), 0));
    printf("  \"%s\", elsewhere %d\n", (char *)read_only, at != read_only);
    CALL_AS("shmat of version 1", INT80(117, 1 << 16 | SHMAT, segment, 0, P(&at), 0));
    CALL_AS("shmdt", INT80(117, SHMDT, 0, 0, 0, at));
    CALL_AS("shmdt again", INT80(117, SHMDT, 0, 0, 0, at));
    CALL_AS("shmdt", INT80(117, SHMDT, 0, 0, 0, read_only));
    CALL_AS("shmctl to remove", INT80(117, SHMCTL, segment, IPC_RMID, 0, 0));
    CALL_AS("ipc of no such call", INT80(117, 5, 0, 0, 0, 0));
    CALL_AS("ipc of no such call", INT80(117, 99, 0, 0, 0, 0));

    // The direct calls, that came later.
    queue = MUST(INT80(399, IPC_PRIVATE, 0600));
    message.type = 8;
    CALL_AS("msgsnd, directly", INT80(400, queue, P(&message), 8, 0));
    CALL_AS("msgrcv, directly", INT80(401, queue, P(&got), 16, 0, 0));
    CALL_AS("msgctl64, directly", INT80(402, queue, IPC_RMID | 0x100, 0));
    CALL_AS("msgctl, directly", INT80(402, queue, IPC_RMID, 0));
    set = MUST(INT80(393, IPC_PRIVATE, 1, 0600));
    CALL_AS("semctl64, directly", INT80(394, set, 0, IPC_RMID | 0x100, 0));
    CALL_AS("semctl, directly", INT80(394, set, 0, IPC_RMID, 0));
    segment = MUST(INT80(395, IPC_PRIVATE, 100, 0600));
    at = INT80(397, segment, 0, 0);
    printf("shmat, directly: %d\n", at != -1);
    CALL_AS("shmdt, directly", INT80(398, at));
    CALL_AS("shmctl64, directly", INT80(396, segment, IPC_RMID | 0x100, 0));
    CALL_AS("shmctl, directly", INT80(396, segment, IPC_RMID, 0));
}
