#include "conformance.h"
#include <sys/time.h>
#include <utime.h>

// utime, utimes, futimesat, utimensat: times arrive, links followed or not, UTIME_OMIT, bad nanoseconds.
static void show_times(const char *path) {
    struct stat st;
    if (lstat(path, &st) < 0) printf("%s: %s\n", path, errno_name(errno));
    else
        printf("%s: atime %lld.%09ld mtime %lld.%09ld\n", path, (long long)st.st_atim.tv_sec, st.st_atim.tv_nsec,
               (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
}

int main(void) {
    make_file("file", "x");
    MUST(symlink("file", "link"));
    MUST(symlink("nowhere", "dangling"));
    struct utimbuf old = {1000, 2000};
    struct timeval tv[2] = {{3000, 5}, {4000, 6}};
    struct timespec ts[2] = {{5000, 7}, {6000, 8}};
    struct timespec link_times[2] = {{7000, 0}, {8000, 0}};
    CALL(syscall(SYS_utime, "file", &old));
    show_times("file");
    CALL(syscall(SYS_utimes, "link", tv));
    show_times("file");
    CALL(syscall(SYS_futimesat, AT_FDCWD, "file", tv));
    CALL(syscall(SYS_utimensat, AT_FDCWD, "link", ts, 0));
    show_times("file");
    CALL(syscall(SYS_utimensat, AT_FDCWD, "link", link_times, AT_SYMLINK_NOFOLLOW));
    show_times("link");
    show_times("file");
    CALL(syscall(SYS_utimensat, AT_FDCWD, "dangling", ts, AT_SYMLINK_NOFOLLOW));
    show_times("dangling");
    CALL(syscall(SYS_utimensat, AT_FDCWD, "dangling", ts, 0));
    CALL(syscall(SYS_utime, "dangling", &old));
    CALL(syscall(SYS_utimes, "missing", tv));
    ts[0].tv_nsec = UTIME_OMIT;
    ts[1].tv_sec = 9000;
    CALL(syscall(SYS_utimensat, AT_FDCWD, "file", ts, 0));
    show_times("file");
    ts[0].tv_nsec = 1000000000;
    CALL(syscall(SYS_utimensat, AT_FDCWD, "file", ts, 0));
    CALL(syscall(SYS_utimensat, AT_FDCWD, "missing", ts, 0));
    ts[0].tv_nsec = ts[1].tv_nsec = UTIME_OMIT;
    CALL(syscall(SYS_utimensat, AT_FDCWD, "missing", ts, 0));
    CALL(syscall(SYS_utimensat, AT_FDCWD, "file", NULL, 0x1));
    CALL(syscall(SYS_utimensat, AT_FDCWD, "file", BAD_POINTER, 0));
    CALL(syscall(SYS_utimensat, AT_FDCWD, NULL, NULL, 0));
    ts[0] = ts[1] = (struct timespec){12, 0};
    int fd = (int)MUST(open("file", O_RDONLY));
    CALL(syscall(SYS_utimensat, fd, NULL, ts, 0));
    show_times("file");
    CALL(syscall(SYS_utimensat, fd, NULL, ts, AT_SYMLINK_NOFOLLOW));
    CALL(syscall(SYS_utimensat, fd, "", ts, AT_EMPTY_PATH));
    CALL(syscall(SYS_utimensat, fd, "", ts, 0));
    CALL(syscall(SYS_utimensat, -1, NULL, ts, 0));
    CALL(syscall(SYS_futimesat, fd, NULL, tv));
    show_times("file");
    CALL(syscall(SYS_utimensat, AT_FDCWD, MNT "/ro/file", ts, 0));
    CALL(syscall(SYS_utime, "", &old));
}
