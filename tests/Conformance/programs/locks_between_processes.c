#include "conformance.h"
#include <sys/file.h>

// flock and fcntl locks on one file that two processes opened by different names.
int main(void) {
    make_file("file", "0123456789");
    MUST(symlink(WORK "/file", "link"));
    int fd = (int)MUST(open("file", O_RDWR));
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 2, .l_len = 3};
    MUST(flock(fd, LOCK_EX));
    MUST(fcntl(fd, F_SETLK, &lock));
    pid_t parent = getpid();
    pid_t pid = fork_child();
    if (pid == 0) {
        int other = (int)MUST(open("link", O_RDWR));
        CALL(flock(other, LOCK_SH | LOCK_NB));
        lock = (struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 10};
        CALL(fcntl(other, F_SETLK, &lock));
        CALL(fcntl(other, F_GETLK, &lock));
        printf("held by the parent %d, from %lld, %lld bytes\n", lock.l_pid == parent, (long long)lock.l_start,
               (long long)lock.l_len);
        lock = (struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 6, .l_len = 1};
        CALL(fcntl(other, F_SETLK, &lock));
        _exit(0);
    }
    wait_child("child", pid);
}
