#include "conformance.h"
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/time.h>
#include <utime.h>

// Calls that libraries no longer make, and old binaries do: by number, as the kernel has them. Android forbids them.
static void show_times(const char *path) {
    struct stat st;
    MUST(lstat(path, &st));
    printf("%s: %ld.%09ld %ld.%09ld\n", path, (long)st.st_atim.tv_sec, st.st_atim.tv_nsec, (long)st.st_mtim.tv_sec,
           st.st_mtim.tv_nsec);
}

static void read_directory(const char *path) {
    struct {
        unsigned long ino, off;
        unsigned short length;
        char name[];
    } * entry;
    static char bytes[512]; // so small that it takes several calls
    int directory = (int)MUST(open(path, O_RDONLY | O_DIRECTORY)), count = 0, links = 0, files = 0, size;
    while ((size = (int)MUST(syscall(SYS_getdents, directory, bytes, sizeof bytes))) > 0) {
        for (int at = 0; at < size; at += entry->length) {
            entry = (void *)(bytes + at);
            char type = bytes[at + entry->length - 1];
            count++;
            links += type == DT_LNK;
            files += type == DT_REG;
        }
    }
    printf("getdents: %d entries, %d links, %d files\n", count, links, files);
    CALL(syscall(SYS_getdents, directory, bytes, 1));
    CALL(syscall(SYS_getdents, -1, bytes, sizeof bytes));
    close(directory);
}

int main(void) {
    struct stat st;
    char text[64];
    int ends[2];
    OPENS(syscall(SYS_creat, "made", 0640));
    show_stat("made");
    OPENS(syscall(SYS_open, "made", O_RDWR));
    CALL(syscall(SYS_stat, "made", &st));
    CALL(syscall(SYS_lstat, FIX "/dangling", &st));
    CALL(syscall(SYS_access, "missing", F_OK));
    CALL(syscall(SYS_mknod, "fifo", S_IFIFO | 0600, 0));
    show_lstat("fifo");
    CALL(syscall(SYS_mkdir, "dir", 0700));
    CALL(syscall(SYS_symlink, "made", "link"));
    CALL(syscall(SYS_readlink, "link", text, sizeof text));
    CALL(syscall(SYS_chmod, "link", 0600));
    CALL(syscall(SYS_chown, "made", -1, -1));
    CALL(syscall(SYS_lchown, "link", -1, -1));
    CALL(syscall(SYS_utime, "link", &(struct utimbuf){11, 22}));
    show_times("made");
    CALL(syscall(SYS_utimes, "made", (struct timeval[]){{33, 44}, {55, 999999}}));
    show_times("made");
    CALL(syscall(SYS_utimes, "made", (struct timeval[]){{33, 44}, {55, 1000000}}));
    int directory = (int)MUST(open(".", O_RDONLY | O_DIRECTORY));
    CALL(syscall(SYS_futimesat, directory, "made", (struct timeval[]){{1, 2}, {3, 4}}));
    show_times("made");
    int file = (int)MUST(open("made", O_RDWR));
    CALL(syscall(SYS_futimesat, file, NULL, (struct timeval[]){{5, 6}, {7, 8}}));
    show_times("made");
    CALL(syscall(SYS_utime, "missing", NULL));
    CALL(syscall(SYS_utime, "made", BAD_POINTER));
    CALL(syscall(SYS_rename, "made", "dir/moved"));
    CALL(syscall(SYS_unlink, "dir/moved"));
    CALL(syscall(SYS_rmdir, "dir"));
    read_directory(FIX);
    MUST(syscall(SYS_pipe, ends));
    CALL(write(ends[1], "abc", 3));
    CALL(syscall(SYS_dup2, ends[0], 60));
    CALL(read(60, text, sizeof text));
    CALL(syscall(SYS_dup2, 60, 60));
    CALL(syscall(SYS_dup2, 61, 61));
    CALL(syscall(SYS_dup2, 61, 62));
    OPENS(syscall(SYS_eventfd, 7));
    OPENS(syscall(SYS_inotify_init));
    OPENS(syscall(SYS_epoll_create, 1));
    CALL(syscall(SYS_epoll_create, 0));
    list_dir(".");
}
