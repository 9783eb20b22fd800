// bits: 32
#include "conformance.h"
#include <dirent.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <utime.h>

// Calls that i386 alone has, or has with other arguments: paths among them are looked up as by their successors.
struct old_dirent {
    unsigned long ino, off;
    unsigned short reclen;
    char name[];
};

static void list(const char *path) {
    char buffer[512] __attribute__((aligned(8)));
    int fd = (int)MUST(open(path, O_RDONLY | O_DIRECTORY));
    int count = 0, dots = 0, types = 0;
    for (long size; (size = syscall(SYS_getdents, fd, buffer, sizeof buffer)) > 0;)
        for (long at = 0; at < size;) {
            struct old_dirent *entry = (struct old_dirent *)(buffer + at);
            count++;
            dots += entry->name[0] == '.';
            types += ((char *)entry)[entry->reclen - 1] == DT_DIR;
            at += entry->reclen;
        }
    printf("getdents of %s: %d, with a dot %d, directories %d\n", path, count, dots, types);
    close(fd);
}

static void times(void) {
    struct stat st;
    CALL(syscall(SYS_utime, WORK "/file", (long[]){1000, 2000}));
    MUST(stat("file", &st));
    printf("utime %ld %ld\n", (long)st.st_atime, (long)st.st_mtime);
    CALL(syscall(SYS_utimes, FIX "/../work/file", (long[]){3000, 5, 4000, 6}));
    MUST(stat("file", &st));
    printf("utimes %ld %ld %ld\n", (long)st.st_atime, (long)st.st_mtime, (long)st.st_mtim.tv_nsec);
    CALL(syscall(SYS_utimensat, AT_FDCWD, WORK "/file", (long[]){5000, 7, 6000, 8}, 0));
    CALL(syscall(SYS_utimensat_time64, AT_FDCWD, WORK "/file", (long long[]){7000, 9, 8000, 10}, 0));
    MUST(stat("file", &st));
    printf("utimensat %ld %ld %ld\n", (long)st.st_atime, (long)st.st_mtime, (long)st.st_mtim.tv_nsec);
    CALL(syscall(SYS_utimensat, AT_FDCWD, FIX "/missing", NULL, 0));
    CALL(syscall(SYS_futimesat, AT_FDCWD, WORK "/file", (long[]){1, 2, 3, 4}));
}

static void processes(void) {
    pid_t pid = (pid_t)MUST(syscall(SYS_fork));
    if (pid == 0) syscall(SYS_exit, 7);
    int status = 0;
    printf("waitpid %d, ", (pid_t)syscall(SYS_waitpid, pid, &status, 0) == pid);
    printf("exited %d\n", WEXITSTATUS(status));
    // clone: flags, stack, parent_tid, tls, child_tid
    pid_t parent_tid = 0, child_tid = 0;
    pid = (pid_t)syscall(SYS_clone, 0x00100000 | 0x01000000 | SIGCHLD, 0, &parent_tid, 0, &child_tid);
    if (pid == 0) {
        printf("child's id is in its memory: %d\n", child_tid == getpid());
        _exit(0);
    }
    printf("waitpid %d\n", (pid_t)syscall(SYS_waitpid, pid, NULL, 0) == pid);
    printf("parent_tid %d\n", parent_tid == pid);
    pid = (pid_t)MUST(vfork());
    if (pid == 0) {
        syscall(SYS_execve, "/bin/sh", (char *[]){"sh", "-c", "echo executed $1; exit 3", "sh", "this", NULL},
                (char *[]){NULL});
        _exit(1);
    }
    syscall(SYS_waitpid, pid, &status, 0);
    printf("status %d\n", WEXITSTATUS(status));
}

static void memory(void) {
    unsigned long arguments[6] = {0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1UL, 0};
    char *old = (char *)syscall(SYS_mmap, arguments);
    printf("old mmap %d\n", (unsigned long)old < -4095UL);
    old[8191] = 1;
    int fd = (int)MUST(open(FIX "/file", O_RDONLY));
    char *mapped = (char *)syscall(SYS_mmap2, 0, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
    printf("mmap2 %.12s\n", mapped);
    struct timeval none = {0, 0};
    fd_set set;
    FD_ZERO(&set);
    FD_SET(fd, &set);
    CALL(
        syscall(SYS_select, (unsigned long[]){(unsigned long)fd + 1, (unsigned long)&set, 0, 0, (unsigned long)&none}));
    CALL(syscall(SYS__newselect, fd + 1, &set, NULL, NULL, &none));
}

int main(void) {
    make_file("file", "some text");
    OPENS(syscall(SYS_open, FIX "/abs_link", O_RDONLY));
    OPENS(syscall(SYS_creat, WORK "/created", 0600));
    CALL(syscall(SYS_link, WORK "/created", WORK "/linked"));
    CALL(syscall(SYS_symlink, "/conf/fix/file", WORK "/soft"));
    char text[64] = "";
    CALL(syscall(SYS_readlink, WORK "/soft", text, sizeof text));
    printf("%s\n", text);
    CALL(syscall(SYS_access, FIX "/chain1", R_OK));
    CALL(syscall(SYS_chmod, WORK "/created", 0640));
    CALL(syscall(SYS_mknod, WORK "/pipe", S_IFIFO | 0644, 0));
    CALL(syscall(SYS_rename, WORK "/linked", WORK "/renamed"));
    CALL(syscall(SYS_mkdir, WORK "/made", 0755));
    CALL(syscall(SYS_chdir, WORK "/made"));
    memset(text, 0, sizeof text);
    CALL(syscall(SYS_getcwd, text, sizeof text));
    printf("%s\n", text);
    CALL(syscall(SYS_chdir, ".."));
    CALL(syscall(SYS_rmdir, WORK "/made"));
    CALL(syscall(SYS_unlink, WORK "/renamed"));
    CALL(syscall(SYS_truncate, WORK "/file", 4));
    CALL(syscall(SYS_truncate64, WORK "/created", 5, 0));
    CALL(syscall(SYS_truncate64, FIX "/missing", 5, 0));
    show_file("file");
    show_stat("created");
    CALL(syscall(SYS_umount, "/conf/mnt/a"));
    CALL(syscall(SYS_umount2, "/conf/mnt/a", 0x10000));
    CALL(syscall(SYS_fanotify_mark, -1, 1, 1, 0, AT_FDCWD, FIX "/file"));
    OPENS(syscall(SYS_openat, AT_FDCWD, FIX "/../../../../etc/passwd", O_RDONLY));
    long now = time(NULL), told = 0;
    printf("time %d\n", syscall(SYS_time, &told) - now < 2 && told - now < 2);
    list(FIX);
    list("/conf/ghost");
    times();
    processes();
    memory();
}
