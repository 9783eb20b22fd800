// flags: -pthread
#include "conformance.h"
#include <poll.h>
#include <pthread.h>
#include <sys/stat.h>

// fifo(7): an open waits for the other side, in whatever order and by whatever name; who is let go on together finds
// the other there; O_NONBLOCK and O_RDWR do not wait; the last writer's end is the end of the file, the last reader's
// is EPIPE.

static int opened(const char *name, int flags) { return (int)CALL(open(name, flags)); }

static pid_t writer(const char *name, const char *text) {
    pid_t pid = fork_child();
    if (pid == 0) {
        int fd = open(name, O_WRONLY);
        if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text)) _exit(1);
        _exit(0);
    }
    return pid;
}

static void read_all(const char *what, int fd) {
    char text[256];
    size_t length = 0;
    ssize_t count;
    while ((count = read(fd, text + length, sizeof text - 1 - length)) > 0) length += (size_t)count;
    text[length] = 0;
    printf("%s: \"%s\", then %zd\n", what, text, count);
}

static void show_kind(const char *what, int fd) {
    struct stat by_fd, by_name;
    struct statx extended;
    MUST(fstat(fd, &by_fd));
    MUST(stat("fifo", &by_name));
    MUST(statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &extended));
    printf("%s: mode %o, same %d, statx %o\n", what, by_fd.st_mode,
           by_fd.st_dev == by_name.st_dev && by_fd.st_ino == by_name.st_ino, extended.stx_mode);
}

static void *read_one(void *name) {
    char byte = 0;
    int fd = open(name, O_RDONLY);
    long result = fd < 0 ? -1 : read(fd, &byte, 1);
    close(fd);
    return (void *)(result == 1 ? (long)byte : result);
}

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    umask(022);
    MUST(mkfifo("fifo", 0666));
    CALL(mkfifo("fifo", 0600));
    MUST(symlink("fifo", "link"));
    struct stat status;
    MUST(lstat("fifo", &status));
    printf("mode %o, size %ld, names %ld\n", status.st_mode, (long)status.st_size, (long)status.st_nlink);

    // The reader waits first, then the writer.
    for (int i = 0; i < 20; i++) {
        pid_t pid = writer("fifo", "after the reader");
        int fd = (int)MUST(open("link", O_RDONLY));
        if (i == 0) show_kind("reader", fd), read_all("reader first", fd);
        else if (i == 19) read_all("reader again", fd);
        MUST(close(fd));
        int ended;
        MUST(waitpid(pid, &ended, 0));
        if (i == 0 || i == 19) printf("ended %d\n", i == 0 ? ended : 0); // others may lose their reader
    }
    pid_t reader = fork_child();
    if (reader == 0) {
        usleep(20000);
        read_all("writer first", open("fifo", O_RDONLY));
        fflush(stdout);
        _exit(0);
    }
    int fd = (int)MUST(open("fifo", O_WRONLY));
    show_kind("writer", fd);
    fflush(stdout);
    MUST(write(fd, "before the reader", 17));
    MUST(close(fd));
    wait_child("reader", reader);

    // Who does not wait.
    int read_end = opened("fifo", O_RDONLY | O_NONBLOCK);
    char byte;
    CALL(read(read_end, &byte, 1));
    int write_end = opened("fifo", O_WRONLY | O_NONBLOCK);
    CALL(read(read_end, &byte, 1));
    CALL(write(write_end, "x", 1));
    struct pollfd one = {.fd = read_end, .events = POLLIN};
    CALL(poll(&one, 1, 0));
    CALL(read(read_end, &byte, 1));
    MUST(close(read_end));
    CALL(write(write_end, "x", 1));
    CALL(open("fifo", O_WRONLY | O_NONBLOCK));
    MUST(close(write_end));
    int both = opened("fifo", O_RDWR);
    CALL(write(both, "kept", 4));
    char kept[8] = "";
    CALL(read(both, kept, sizeof kept));
    puts(kept);
    MUST(close(both));
    printf("flags %d %d\n", open("fifo", O_RDONLY | O_CREAT | O_EXCL, 0600) < 0 ? errno : 0,
           open("fifo", O_RDONLY | O_DIRECTORY) < 0 ? errno : 0);
    fd = (int)MUST(open("fifo", O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600));
    printf("append %d, close-on-exec %d\n", fcntl(fd, F_GETFL) & O_APPEND, fcntl(fd, F_GETFD));
    MUST(close(fd));

    // Two threads wait to read; one writer lets both go on.
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) MUST(-pthread_create(&threads[i], NULL, read_one, (void *)"fifo"));
    usleep(30000);
    fd = (int)MUST(open("fifo", O_WRONLY));
    MUST(write(fd, "aa", 2));
    long sum = 0;
    for (int i = 0; i < 2; i++) {
        void *got;
        pthread_join(threads[i], &got);
        sum += (long)got;
    }
    printf("both got %d\n", sum == 2 * 'a');
    MUST(close(fd));

    // Permissions, names and the end.
    MUST(chmod("fifo", 0200));
    CALL(open("fifo", O_RDONLY | O_NONBLOCK));
    MUST(rename("fifo", "moved"));
    CALL(open("fifo", O_RDONLY));
    MUST(lstat("moved", &status));
    printf("moved: mode %o\n", status.st_mode);
    MUST(unlink("moved"));
    CALL(mknod("again", S_IFIFO | 0600, 0));
    fd = opened("again", O_RDONLY | O_NONBLOCK);
    MUST(unlink("again"));
    struct stat after;
    MUST(fstat(fd, &after));
    printf("unlinked: fifo %d\n", S_ISFIFO(after.st_mode));
}
