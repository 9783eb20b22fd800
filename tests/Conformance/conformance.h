// What every conformance program shares: symbolic errno names and macros that print a call and its outcome.
// Programs print only what is the same on every run: no pids, inode numbers, times or addresses.
#ifndef CONFORMANCE_H
#define CONFORMANCE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "conformance_names.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef __i386__
#define SYS_newfstatat SYS_fstatat64 /* its struct stat is that of 64-bit sizes */
#endif

// Numbers and structures that an older libc does not know.
#ifndef SYS_openat2
#define SYS_openat2 437
#endif
#ifndef SYS_faccessat2
#define SYS_faccessat2 439
#endif
#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif
#define CONF_SYS_setxattrat    463
#define CONF_SYS_getxattrat    464
#define CONF_SYS_listxattrat   465
#define CONF_SYS_removexattrat 466

struct conf_open_how {
    uint64_t flags;
    uint64_t mode;
    uint64_t resolve;
};
#define CONF_NO_XDEV       0x01
#define CONF_NO_MAGICLINKS 0x02
#define CONF_NO_SYMLINKS   0x04
#define CONF_BENEATH       0x08
#define CONF_IN_ROOT       0x10
#define CONF_CACHED        0x20

// Where the guest's C library is, and its loader as programs name it.
#ifdef __i386__
#define LIBRARIES   "/usr/lib32"
#define LOADER_NAME "ld-linux.so.2"
#define LOADER      "/lib/" LOADER_NAME
#else
#define LIBRARIES   "/usr/lib/x86_64-linux-gnu"
#define LOADER_NAME "ld-linux-x86-64.so.2"
#define LOADER      "/lib64/" LOADER_NAME
#endif

#define WORK "/conf/work"
#define FIX  "/conf/fix"
#define MNT  "/conf/mnt"
// Pointers that the compiler must not reason about.
static void *volatile conf_null;
static void *volatile conf_bad = (void *)-4096L;
#define NULL_POINTER (conf_null)
#define BAD_POINTER  (conf_bad)

// Every process of a test ends by itself, so that a failure is a signal in the output and not a hang.
__attribute__((constructor)) static void conf_start(void) {
    setvbuf(stdout, NULL, _IONBF, 0);
    umask(022);
    alarm(30);
}

static inline long conf_report(const char *label, long result) {
    int error = errno;
    if (result == -1) printf("%s = -1 %s\n", label, errno_name(error));
    else printf("%s = %ld\n", label, result);
    errno = error;
    return result;
}

static inline bool conf_report_open(const char *label, long fd) {
    int error = errno;
    if (fd < 0) {
        printf("%s = -1 %s\n", label, errno_name(error));
        return false;
    }
    printf("%s = fd\n", label);
    close((int)fd);
    return true;
}

static inline long conf_must(const char *file, int line, const char *label, long result) {
    if (result == -1) {
        printf("%s:%d: %s failed: %s\n", file, line, label, errno_name(errno));
        _exit(99);
    }
    return result;
}

// Prints the call as written and its result; the value is the result.
#define CALL(...) conf_report(#__VA_ARGS__, (errno = 0, (long)(__VA_ARGS__)))
// The same with a pointer to nowhere, where the C library leaves it to the kernel to look: that of 32 bits converts
// times and structures itself, and dies of it.
#if __SIZEOF_LONG__ == 8
#define CALL_BAD(...) CALL(__VA_ARGS__)
#else
#define CALL_BAD(...) ((void)sizeof(__VA_ARGS__))
#endif
// The same with a label made at run time.
#define CALL_AS(label, ...) conf_report(label, (errno = 0, (long)(__VA_ARGS__)))
// A call that gives a descriptor: prints "fd" or the errno, and closes it.
#define OPENS(...)           conf_report_open(#__VA_ARGS__, (errno = 0, (long)(__VA_ARGS__)))
#define OPENS_AS(label, ...) conf_report_open(label, (errno = 0, (long)(__VA_ARGS__)))
// Preparation that is not under test: ends the program when it fails.
#define MUST(...) conf_must(__FILE_NAME__, __LINE__, #__VA_ARGS__, (errno = 0, (long)(__VA_ARGS__)))
#ifndef __FILE_NAME__
#define __FILE_NAME__ __FILE__
#endif
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static inline void make_file(const char *path, const char *text) {
    int fd = (int)MUST(open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644));
    MUST(write(fd, text, strlen(text)));
    close(fd);
}

static inline void make_script(const char *path, const char *text) {
    make_file(path, text);
    MUST(chmod(path, 0755));
}

// Prints what can be read from a descriptor, control characters made visible.
static inline void show_fd(const char *label, int fd) {
    char text[4096];
    ssize_t size = read(fd, text, sizeof text);
    if (size < 0) {
        printf("%s: read: %s\n", label, errno_name(errno));
        return;
    }
    printf("%s: \"", label);
    for (ssize_t i = 0; i < size; i++) {
        if (text[i] == '\n') fputs("\\n", stdout);
        else if (text[i] < ' ') printf("\\x%02x", (unsigned char)text[i]);
        else putchar(text[i]);
    }
    printf("\"\n");
}

static inline void show_file(const char *path) {
    int fd = open(path, O_RDONLY | O_NONBLOCK);
    if (fd < 0) {
        printf("%s: open: %s\n", path, errno_name(errno));
        return;
    }
    show_fd(path, fd);
    close(fd);
}

static inline void show_link(const char *path) {
    char target[PATH_MAX + 1];
    ssize_t size = readlink(path, target, PATH_MAX);
    if (size < 0) printf("%s -> %s\n", path, errno_name(errno));
    else printf("%s -> %.*s\n", path, (int)size, target);
}

static inline const char *type_name(mode_t mode) {
    return S_ISREG(mode)    ? "file"
           : S_ISDIR(mode)  ? "directory"
           : S_ISLNK(mode)  ? "symlink"
           : S_ISFIFO(mode) ? "fifo"
           : S_ISSOCK(mode) ? "socket"
           : S_ISCHR(mode)  ? "character device"
           : S_ISBLK(mode)  ? "block device"
                            : "unknown";
}

static inline void conf_print_stat(const char *label, const struct stat *st) {
    printf("%s: %s %04o", label, type_name(st->st_mode), (unsigned)(st->st_mode & 07777));
    if (S_ISREG(st->st_mode) || S_ISLNK(st->st_mode)) printf(" size %lld", (long long)st->st_size);
    if (!S_ISDIR(st->st_mode) && !S_ISCHR(st->st_mode)) printf(" links %lu", (unsigned long)st->st_nlink);
    printf(" %s\n", st->st_uid == getuid() ? "own" : "other");
}

// What stat(2) and lstat(2) say: type, mode, size, link count, and whether the owner is this user.
static inline void show_stat(const char *path) {
    struct stat st;
    if (stat(path, &st) < 0) printf("stat %s: %s\n", path, errno_name(errno));
    else conf_print_stat(path, &st);
}

static inline void show_lstat(const char *path) {
    struct stat st;
    if (lstat(path, &st) < 0) printf("lstat %s: %s\n", path, errno_name(errno));
    else conf_print_stat(path, &st);
}

static inline bool same_file(const char *one, const char *other) {
    struct stat a, b;
    return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static inline int conf_compare_names(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

// The names of a directory, sorted, with the type getdents64 gives.
static inline void list_dir(const char *path) {
    DIR *dir = opendir(path);
    if (dir == NULL) {
        printf("list %s: %s\n", path, errno_name(errno));
        return;
    }
    char *names[512];
    size_t count = 0;
    struct dirent *entry;
    while ((entry = readdir(dir)) != NULL && count < COUNT(names)) {
        const char *type = entry->d_type == DT_DIR ? "/" : entry->d_type == DT_LNK ? "@" : "";
        char *name = malloc(strlen(entry->d_name) + 2);
        strcpy(name, entry->d_name);
        names[count++] = strcat(name, type);
    }
    closedir(dir);
    qsort(names, count, sizeof names[0], conf_compare_names);
    printf("list %s:", path);
    for (size_t i = 0; i < count; i++) {
        printf(" %s", names[i]);
        free(names[i]);
    }
    printf("\n");
}

static inline void show_cwd(void) {
    char path[PATH_MAX];
    if (syscall(SYS_getcwd, path, sizeof path) < 0) printf("cwd: %s\n", errno_name(errno));
    else printf("cwd: %s\n", path);
}

static inline const char *signal_name(int number) {
    switch (number) {
#define NAME(s)                                                                                                        \
    case s:                                                                                                            \
        return #s;
        NAME(SIGHUP)
        NAME(SIGINT)
        NAME(SIGQUIT)
        NAME(SIGILL)
        NAME(SIGTRAP)
        NAME(SIGABRT)
        NAME(SIGBUS)
        NAME(SIGFPE)
        NAME(SIGKILL)
        NAME(SIGUSR1)
        NAME(SIGSEGV)
        NAME(SIGUSR2)
        NAME(SIGPIPE)
        NAME(SIGALRM)
        NAME(SIGTERM)
        NAME(SIGCHLD)
        NAME(SIGCONT)
        NAME(SIGSTOP)
        NAME(SIGTSTP)
        NAME(SIGTTIN)
        NAME(SIGTTOU)
        NAME(SIGSYS)
        NAME(SIGWINCH)
#undef NAME
    default:
        return number >= SIGRTMIN ? "real-time signal" : "other signal";
    }
}

static inline void show_status(const char *label, int status) {
    if (WIFEXITED(status)) printf("%s: exited %d\n", label, WEXITSTATUS(status));
    else if (WIFSIGNALED(status)) printf("%s: killed by %s\n", label, signal_name(WTERMSIG(status)));
    else if (WIFSTOPPED(status)) printf("%s: stopped by %s\n", label, signal_name(WSTOPSIG(status)));
    else if (WIFCONTINUED(status)) printf("%s: continued\n", label);
    else printf("%s: status %#x\n", label, (unsigned)status);
}

// fork(2) whose child also ends by itself.
static inline pid_t fork_child(void) {
    pid_t pid = (pid_t)MUST(fork());
    if (pid == 0) alarm(30);
    return pid;
}

static inline int wait_child(const char *label, pid_t pid) {
    int status = 0;
    pid_t waited;
    do {
        waited = waitpid(pid, &status, 0);
    } while (waited < 0 && errno == EINTR);
    if (waited < 0) printf("%s: waitpid: %s\n", label, errno_name(errno));
    else show_status(label, status);
    return status;
}

extern char **environ;

// Runs a program in a child and prints how it ended; a failing execve prints its errno and exits 125.
static inline int run_program(const char *label, const char *path, char *const argv[], char *const envp[]) {
    pid_t pid = fork_child();
    if (pid == 0) {
        execve(path, argv, envp);
        printf("%s: execve: %s\n", label, errno_name(errno));
        _exit(125);
    }
    return wait_child(label, pid);
}

// Replaces every occurrence of a number (a pid, say) in a text by a name, so that it can be printed.
static inline const char *normalise(const char *text, long number, const char *name) {
    static char result[8192];
    char digits[24];
    snprintf(digits, sizeof digits, "%ld", number);
    size_t out = 0;
    while (*text != 0 && out + strlen(name) + 1 < sizeof result) {
        size_t length = strlen(digits);
        if (strncmp(text, digits, length) == 0 && !(text[length] >= '0' && text[length] <= '9') &&
            (out == 0 || !(result[out - 1] >= '0' && result[out - 1] <= '9'))) {
            out += (size_t)sprintf(result + out, "%s", name);
            text += length;
        } else {
            result[out++] = *text++;
        }
    }
    result[out] = 0;
    return result;
}

static inline int open_how(int dirfd, const char *path, uint64_t flags, uint64_t mode, uint64_t resolve) {
    struct conf_open_how how = {.flags = flags, .mode = mode, .resolve = resolve};
    int result;
    /* EAGAIN: somebody on this machine has renamed or mounted meanwhile, and ".." could not be trusted (openat2(2)). */
    do result = (int)syscall(SYS_openat2, dirfd, path, &how, sizeof how);
    while (result < 0 && errno == EAGAIN && !(resolve & 0x20 /* RESOLVE_CACHED */));
    return result;
}

#endif
