// variants: static
// System V shared memory: keys, attaching, who sees what, counts over fork, exec, exit and munmap, removal while
// attached.
#include "conformance.h"
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>

#define KEY  0x70744d01
#define SIZE 10000

static void show(const char *label, int id) {
    struct shmid_ds ds;
    if (shmctl(id, IPC_STAT, &ds) < 0) {
        printf("%s: %s\n", label, errno_name(errno));
        return;
    }
    printf("%s: size %zu attached %lu mode %o key %s owner %d creator %d cpid %d lpid %s times %d %d %d\n", label,
           ds.shm_segsz, ds.shm_nattch, ds.shm_perm.mode,
           ds.shm_perm.__key == KEY ? "own"
           : ds.shm_perm.__key == 0 ? "private"
                                    : "?",
           ds.shm_perm.uid == geteuid() && ds.shm_perm.gid == getegid(), ds.shm_perm.cuid == geteuid(),
           ds.shm_cpid == getpid(),
           ds.shm_lpid == 0          ? "none"
           : ds.shm_lpid == getpid() ? "own"
                                     : "other",
           ds.shm_atime != 0, ds.shm_dtime != 0, ds.shm_ctime != 0);
}

static long attach(int id, const void *where, int flags) {
    void *at = shmat(id, where, flags);
    if (at == (void *)-1) return -1;
    return where == NULL || at == where ? 0 : (const char *)where - (char *)at;
}

static void keys(void) {
    CALL(shmget(KEY, SIZE, 0600));
    int id = (int)MUST(shmget(KEY, SIZE, IPC_CREAT | 0600));
    printf("same id: %d\n", shmget(KEY, 0, 0) == id);
    printf("same id, smaller: %d\n", shmget(KEY, 1, IPC_CREAT | 0600) == id);
    CALL(shmget(KEY, SIZE + 1, 0));
    CALL(shmget(KEY, SIZE, IPC_CREAT | IPC_EXCL | 0600));
    CALL(shmget(IPC_PRIVATE, 0, 0600));
    CALL(shmget(KEY + 1, 0, IPC_CREAT | 0600));
    if (SIZE_MAX > UINT32_MAX) CALL(shmget(IPC_PRIVATE, SIZE_MAX, 0600)); // or it is no more than the kernel gives
    show("new", id);
    CALL(shmctl(-1, IPC_STAT, NULL));
    CALL(shmctl(id + 1000, IPC_STAT, NULL));
    CALL_BAD(shmctl(id, IPC_STAT, BAD_POINTER));
    CALL(shmctl(id, 4711, NULL));
    CALL_BAD(shmctl(id, IPC_SET, BAD_POINTER));
    struct shmid_ds ds;
    MUST(shmctl(id, IPC_STAT, &ds));
    ds.shm_perm.mode = 07640;
    CALL(shmctl(id, IPC_SET, &ds));
    show("set", id);
    CALL(shmctl(id, SHM_LOCK, NULL));
    show("locked", id);
    CALL(shmctl(id, SHM_UNLOCK, NULL));
    show("unlocked", id);
    CALL(shmctl(id, IPC_RMID, NULL));
    show("removed", id);
    CALL(shmctl(id, IPC_RMID, NULL));
    CALL(shmget(KEY, 0, 0));
    CALL(attach(id, NULL, 0));
}

static void addresses(void) {
    int id = (int)MUST(shmget(IPC_PRIVATE, SIZE, 0700));
    char *at = shmat(id, NULL, 0);
    strcpy(at, "hello");
    printf("rest is zero: %d, to the page's end: %d\n", at[SIZE - 1] == 0, at[12287] == 0);
    char *again = shmat(id, NULL, SHM_RDONLY);
    printf("elsewhere: %d, the same: %s\n", again != at, again);
    show("twice", id);
    CALL(mprotect(again, 4096, PROT_READ | PROT_WRITE));
    CALL(shmdt(at + 4096));
    CALL(shmdt(at + 1));
    CALL(shmdt(again));
    CALL(shmdt(again));
    show("once", id);

    char *room = mmap(NULL, 1 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    MUST(munmap(room + (1 << 16), 1 << 19));
    char *free_place = room + (1 << 17);
    CALL(attach(id, free_place, 0));
    CALL(attach(id, free_place, 0));
    CALL(attach(id, free_place + 8192, 0));
    CALL(attach(id, free_place, SHM_REMAP));
    CALL(attach(id, free_place + 5, 0));
    CALL(attach(id, free_place + (1 << 16) + 5, SHM_RND));
    CALL(attach(id, NULL, SHM_REMAP));
    CALL(attach(id, (void *)5, SHM_RND | SHM_REMAP));
    CALL(attach(id, room, 0));
    CALL(attach(id, (void *)-8192L, 0));
    printf("there: %s %s\n", free_place, free_place + (1 << 16));
    show("thrice", id);
    MUST(munmap(free_place + 4096, 4096));
    show("with a hole", id);
    CALL(shmdt(free_place));
    show("hole and all gone", id);
    MUST(munmap(free_place + (1 << 16), 12288));
    show("unmapped", id);
    CALL(shmdt(free_place + (1 << 16)));
    CALL(shmdt(room));
    CALL(shmdt(NULL));
    char *code = shmat(id, NULL, SHM_EXEC);
    code[64] = (char)0xc3; // ret
    ((void (*)(void))(code + 64))();
    CALL(shmdt(code));
    CALL(shmctl(id, IPC_RMID, NULL));
    show("removed while attached", id);
    printf("still: %s\n", at);
    CALL(attach(id, free_place, 0));
    CALL(shmdt(free_place));
    show("once more", id);
    CALL(shmdt(at));
    show("gone", id);
}

static void processes(void) {
    int id = (int)MUST(shmget(IPC_PRIVATE, SIZE, 0600)), go[2], ready[2];
    char *at = shmat(id, NULL, 0), byte = 0;
    MUST(pipe(go));
    MUST(pipe(ready));
    pid_t child = fork_child();
    if (child == 0) {
        strcpy(at, "from the child");
        MUST(write(ready[1], "", 1));
        MUST(read(go[0], &byte, 1));
        _exit(0);
    }
    MUST(read(ready[0], &byte, 1));
    show("forked", id);
    printf("seen: %s\n", at);
    MUST(write(go[1], "", 1));
    wait_child("child", child);
    show("child has ended", id);

    child = fork_child();
    if (child == 0) {
        dup2(ready[1], 1);
        dup2(go[0], 0);
        execl("/bin/sh", "sh", "-c", "echo; read x", NULL);
        _exit(1);
    }
    MUST(read(ready[0], &byte, 1));
    show("child has executed", id);
    MUST(kill(child, SIGKILL));
    wait_child("child", child);

    child = fork_child();
    if (child == 0) {
        MUST(write(ready[1], "", 1));
        for (;;) pause();
    }
    MUST(read(ready[0], &byte, 1));
    CALL(shmctl(id, IPC_RMID, NULL));
    CALL(shmdt(at));
    show("kept by the child", id);
    MUST(kill(child, SIGKILL));
    wait_child("child", child);
    show("gone with the child", id);

    child = vfork();
    if (child == 0) _exit(0);
    wait_child("vforked", child);
}

int main(void) {
    keys();
    addresses();
    processes();
    return 0;
}
