// bits: 32
// variants: static
#include "i386.h"
#include <sched.h>
#include <sys/mman.h>
#include <sys/select.h>

// Calls of files and processes by the numbers and the order of arguments that only i386 has.
static void show_times(const char *path) {
    struct stat st;
    MUST(lstat(path, &st));
    printf("  %s: %ld.%09ld %ld.%09ld\n", path, (long)st.st_atim.tv_sec, st.st_atim.tv_nsec, (long)st.st_mtim.tv_sec,
           st.st_mtim.tv_nsec);
}

static void names(void) {
    char text[64];
    OPENS_AS("open to create", INT80(5, P("made"), O_RDWR | O_CREAT | O_EXCL, 0640));
    OPENS_AS("open again", INT80(5, P("made"), O_RDWR | O_CREAT | O_EXCL, 0640));
    OPENS_AS("open through links", INT80(5, P(FIX "/chain1"), O_RDONLY));
    OPENS_AS("open of a missing file", INT80(5, P(FIX "/missing"), O_RDONLY));
    OPENS_AS("open of nowhere", INT80(5, P(BAD_POINTER), O_RDONLY));
    OPENS_AS("openat", INT80(295, AT_FDCWD, P(FIX "/to_binding/one"), O_RDONLY | 0100000));
    OPENS_AS("creat", INT80(8, P("created"), 0604));
    OPENS_AS("creat in a read-only binding", INT80(8, P(MNT "/ro/file"), 0600));
    show_stat("made");
    show_stat("created");
    int fd = (int)MUST(INT80(5, P("made"), O_RDWR, 0));
    printf("O_LARGEFILE %d\n", (INT80(55, fd, F_GETFL) & 0100000) != 0);
    close(fd);
    fd = (int)MUST(INT80(295, AT_FDCWD, P("made"), O_RDWR | 0100000, 0));
    printf("O_LARGEFILE %d\n", (INT80(221, fd, F_GETFL) & 0100000) != 0);
    close(fd);
    CALL_AS("link", INT80(9, P("made"), P("other")));
    CALL_AS("link over it", INT80(9, P("made"), P("other")));
    show_stat("other");
    CALL_AS("rename", INT80(38, P("other"), P("moved")));
    CALL_AS("unlink", INT80(10, P("other")));
    CALL_AS("unlink", INT80(10, P("moved")));
    CALL_AS("symlink", INT80(83, P("made"), P("link")));
    memset(text, 0, sizeof text);
    CALL_AS("readlink", INT80(85, P("link"), P(text), sizeof text));
    printf("  \"%s\"\n", text);
    CALL_AS("readlink of size 0", INT80(85, P("link"), P(text), 0));
    CALL_AS("readlink of a file", INT80(85, P("made"), P(text), sizeof text));
    CALL_AS("mkdir", INT80(39, P("dir"), 0750));
    CALL_AS("chdir", INT80(12, P("dir")));
    memset(text, 0, sizeof text);
    CALL_AS("getcwd", INT80(183, P(text), sizeof text));
    printf("  \"%s\"\n", text);
    CALL_AS("getcwd, small", INT80(183, P(text), 5));
    CALL_AS("getcwd to nowhere", INT80(183, P(BAD_POINTER), 64));
    CALL_AS("chdir", INT80(12, P("..")));
    fd = (int)MUST(open("dir", O_RDONLY | O_DIRECTORY));
    CALL_AS("fchdir", INT80(133, fd));
    CALL_AS("chdir", INT80(12, P(WORK)));
    close(fd);
    CALL_AS("chdir to a file", INT80(12, P("made")));
    CALL_AS("rmdir", INT80(40, P("dir")));
    CALL_AS("mknod of a fifo", INT80(14, P("fifo"), S_IFIFO | 0600, 0));
    CALL_AS("mknod of a file", INT80(14, P("node"), S_IFREG | 0600, 0));
    CALL_AS("mknod of a device", INT80(14, P("device"), S_IFBLK | 0600, 0x801));
    show_lstat("fifo");
    show_lstat("node");
    CALL_AS("access", INT80(33, P("made"), R_OK | W_OK));
    CALL_AS("access to execute", INT80(33, P("made"), X_OK));
    CALL_AS("access of a missing file", INT80(33, P("missing"), F_OK));
    CALL_AS("access of a wrong mode", INT80(33, P("made"), 8));
    CALL_AS("chmod", INT80(15, P("link"), 04711));
    show_stat("made");
    CALL_AS("umask", INT80(60, 027));
    CALL_AS("umask", INT80(60, 022));
    CALL_AS("umount", INT80(22, P("dir")));
    CALL_AS("umount of a mount point", INT80(22, P(MNT "/a")));
    CALL_AS("umount2", INT80(52, P(MNT "/a"), 2));
    CALL_AS("mount", INT80(21, P("none"), P("dir"), P("tmpfs"), 0, 0));
    list_dir(".");
}

static void times(void) {
    long old[] = {11, 22}, micro[] = {33, 44, 55, 999999}, nano[] = {66, 77, 88, 999999999};
    int64_t wide[] = {99, 1, 0x100000000LL + 5, 2};
    CALL_AS("utime", INT80(30, P("link"), P(old)));
    show_times("made");
    CALL_AS("utime of nowhere", INT80(30, P(BAD_POINTER), P(old)));
    CALL_AS("utime to nowhere", INT80(30, P("made"), P(BAD_POINTER)));
    CALL_AS("utimes", INT80(271, P("link"), P(micro)));
    show_times("made");
    micro[3] = 1000000;
    CALL_AS("utimes of too many", INT80(271, P("made"), P(micro)));
    micro[3] = 5;
    CALL_AS("futimesat", INT80(299, AT_FDCWD, P("made"), P(micro)));
    show_times("made");
    CALL_AS("utimensat", INT80(320, AT_FDCWD, P("link"), P(nano), 0));
    show_times("made");
    nano[1] = UTIME_OMIT;
    nano[3] = 3;
    CALL_AS("utimensat of one", INT80(320, AT_FDCWD, P("made"), P(nano), 0));
    show_times("made");
    nano[3] = UTIME_OMIT;
    CALL_AS("utimensat of none of a missing file", INT80(320, AT_FDCWD, P("missing"), P(nano), 0));
    nano[3] = 1000000000;
    CALL_AS("utimensat of too many", INT80(320, AT_FDCWD, P("made"), P(nano), 0));
    wide[2] = 2000000000;
    CALL_AS("utimensat_time64", INT80(412, AT_FDCWD, P("made"), P(wide), 0));
    show_times("made");
    wide[2] = 1234;
    CALL_AS("utimensat_time64 of the link", INT80(412, AT_FDCWD, P("link"), P(wide), AT_SYMLINK_NOFOLLOW));
    show_times("link");
    show_times("made");
    // Only half of a word of nanoseconds counts.
    wide[1] = 0x500000001LL;
    CALL_AS("utimensat_time64 of more", INT80(412, AT_FDCWD, P("made"), P(wide), 0));
    show_times("made");
    int fd = (int)MUST(open("made", O_RDWR));
    CALL_AS("utimensat_time64 of a descriptor", INT80(412, fd, 0, P(wide), 0));
    CALL_AS("utimensat_time64 of a wrong flag", INT80(412, AT_FDCWD, P("made"), P(wide), 0x4000000));
    CALL_AS("utimensat_time64 to nowhere", INT80(412, AT_FDCWD, P("made"), P(BAD_POINTER), 0));
    CALL_AS("utimensat_time64 of a missing file", INT80(412, AT_FDCWD, P("missing"), 0, 0));
    close(fd);
    long seconds = 0, told = INT80(13, P(&seconds));
    printf("time: the same %d, right %d\n", told == seconds, labs(told - (long)time(NULL)) <= 1);
    CALL_AS("time to nowhere", INT80(13, P(BAD_POINTER)));
}

static void show_size(const char *label, long result) {
    int error = errno;
    uint32_t st[24];
    MUST(INT80(195, P("made"), P(st)));
    uint64_t size = (uint64_t)st[12] << 32 | st[11];
    printf("%s: %s, size %llu\n", label, result < 0 ? errno_name(error) : "0", (unsigned long long)size);
}

static void sizes(void) {
    show_size("truncate", INT80(92, P("link"), 1000));
    show_size("truncate of -1", INT80(92, P("made"), -1));
    show_size("truncate64 to 5 GiB and 7", INT80(193, P("link"), 0x40000007, 1));
    show_size("truncate64 of -1", INT80(193, P("made"), 7, -1));
    int fd = (int)MUST(INT80(5, P("made"), O_RDWR | 0100000, 0));
    show_size("ftruncate64 to 12 GiB", INT80(194, fd, 0, 3));
    OPENS_AS("open of so large a file", INT80(5, P("made"), O_RDWR, 0));
    OPENS_AS("openat of so large a file", INT80(295, AT_FDCWD, P("made"), O_RDWR, 0));
    OPENS_AS("open with O_LARGEFILE", INT80(5, P("made"), O_RDWR | 0100000, 0));
    uint64_t place = 0;
    CALL_AS("_llseek", INT80(140, fd, 2, 5, P(&place), SEEK_SET));
    printf("  at %llu\n", (unsigned long long)place);
    CALL_AS("lseek", INT80(19, fd, 0, SEEK_CUR));
    CALL_AS("pwrite64", INT80(181, fd, P("xyz"), 3, 100, 2));
    char text[8] = "";
    CALL_AS("pread64", INT80(180, fd, P(text), 4, 100, 2));
    printf("  \"%s\"\n", text);
    show_size("ftruncate", INT80(93, fd, 10));
    CALL_AS("stat of it", INT80(106, P("made"), P((uint32_t[32]){0})));
    CALL_AS("fallocate", INT80(324, fd, 0, 4096, 0, 100, 0));
    CALL_AS("fadvise64", INT80(250, fd, 0, 0, 100, 0));
    CALL_AS("fadvise64_64", INT80(272, fd, 0, 0, 100, 0, 0));
    CALL_AS("readahead", INT80(225, fd, 0, 0, 100));
    show_size("ftruncate to 0", INT80(93, fd, 0));
    CALL_AS("truncate64 of a missing file", INT80(193, P("missing"), 0, 0));
    CALL_AS("truncate of a directory", INT80(92, P(FIX "/dir"), 0));
    CALL_AS("truncate64 in a read-only binding", INT80(193, P(MNT "/ro/file"), 0, 0));
    close(fd);
}

static void directories(const char *path) {
    int fd = (int)MUST(open(path, O_RDONLY | O_DIRECTORY));
    int count = 0, length = 0, right = 1;
    struct {
        uint32_t ino, offset;
        uint16_t length;
        char name[256];
    } one;
    long result;
    while ((result = INT80(89, fd, P(&one), 1)) == 1) {
        count++;
        length += one.length;
        right &= one.length == strlen(one.name) && one.ino != 0;
    }
    printf("readdir of %s: %ld, %d entries of %d characters, right %d\n", path, result, count, length, right);
    for (int which = 0; which < 2; which++) {
        lseek(fd, 0, SEEK_SET);
        unsigned char bytes[600];
        int entries = 0, characters = 0, kinds[3] = {0};
        while ((result = INT80(which == 0 ? 141 : 220, fd, P(bytes), sizeof bytes)) > 0) {
            for (long at = 0; at < result;) {
                uint16_t size;
                memcpy(&size, bytes + at + (which == 0 ? 8 : 16), 2);
                const char *name = (const char *)bytes + at + (which == 0 ? 10 : 19);
                int type = which == 0 ? bytes[at + size - 1] : bytes[at + 18];
                entries++;
                characters += (int)strlen(name);
                kinds[type == DT_DIR ? 0 : type == DT_LNK ? 1 : 2]++;
                at += size;
            }
        }
        printf("%s of %s: %ld, %d entries of %d characters, %d directories, %d links, %d others\n",
               which == 0 ? "getdents" : "getdents64", path, result, entries, characters, kinds[0], kinds[1], kinds[2]);
        lseek(fd, 0, SEEK_SET);
        CALL_AS("  too small", INT80(which == 0 ? 141 : 220, fd, P(bytes), 4));
        CALL_AS("  to nowhere", INT80(which == 0 ? 141 : 220, fd, P(BAD_POINTER), 600));
    }
    close(fd);
    fd = (int)MUST(open(FIX "/file", O_RDONLY));
    CALL_AS("readdir of a file", INT80(89, fd, P(&one), 1));
    CALL_AS("readdir of -1", INT80(89, -1, P(&one), 1));
    close(fd);
}

static void processes(void) {
    long status = 0;
    pid_t pid = fork_child();
    if (pid == 0) {
        const char *const arguments[] = {"sh", "-c", "echo $0 $1 $VARIABLE; exit 7", "zero", "one", NULL};
        const char *const variables[] = {"VARIABLE=value", NULL};
        CALL_AS("execve of a missing file", INT80(11, P(FIX "/missing"), P(arguments), P(variables)));
        CALL_AS("execve of a directory", INT80(11, P(FIX "/dir"), P(arguments), P(variables)));
        CALL_AS("execve of nowhere", INT80(11, P(BAD_POINTER), P(arguments), P(variables)));
        CALL_AS("execve of bad arguments", INT80(11, P("/bin/sh"), P(BAD_POINTER), P(variables)));
        CALL_AS("execve", INT80(11, P("/bin/sh"), P(arguments), P(variables)));
        _exit(1);
    }
    printf("waitpid %d\n", INT80(7, pid, P(&status), 0) == pid);
    show_status("executed", (int)status);
    CALL_AS("waitpid of none", INT80(7, -1, P(&status), 0));
    CALL_AS("waitpid of a wrong flag", INT80(7, -1, P(&status), 0x100));
    uint32_t usage[18];
    pid = (pid_t)INT80(2);
    if (pid == 0) {
        INT80(252, 5);
    }
    printf("wait4 %d\n", INT80(114, pid, P(&status), 0, P(usage)) == pid);
    show_status("forked", (int)status);

    // flags, stack, parent's id, thread storage, child's id
    static volatile long parent_id, child_id;
    pid = (pid_t)INT80(120, CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | SIGCHLD, 0, P(&parent_id), 0, P(&child_id));
    if (pid == 0) _exit(child_id == getpid() ? 3 : 4);
    printf("clone: the parent is told %d, the child's is its own %d\n", parent_id == pid, child_id == 0);
    wait_child("cloned", pid);
}

static void waiting(void) {
    int ends[2];
    MUST(pipe(ends));
    fd_set set;
    FD_ZERO(&set);
    FD_SET(ends[0], &set);
    struct timeval limit = {0, 10000};
    long old[5] = {ends[0] + 1, P(&set), 0, 0, P(&limit)};
    CALL_AS("old select", INT80(82, P(old)));
    printf("  left %ld.%ld, set %d\n", (long)limit.tv_sec, (long)limit.tv_usec, FD_ISSET(ends[0], &set) != 0);
    MUST(write(ends[1], "x", 1));
    FD_SET(ends[0], &set);
    CALL_AS("old select", INT80(82, P(old)));
    printf("  set %d\n", FD_ISSET(ends[0], &set) != 0);
    CALL_AS("old select of nowhere", INT80(82, P(BAD_POINTER)));
    CALL_AS("_newselect", INT80(142, ends[0] + 1, P(&set), 0, 0, 0));
    CALL_AS("pipe to nowhere", INT80(42, P(BAD_POINTER)));
    CALL_AS("nanosleep", INT80(162, P((long[]){0, 1000}), 0));
    close(ends[0]);
    close(ends[1]);
}

static void mappings(void) {
    int fd = (int)MUST(open(FIX "/file", O_RDONLY));
    long list[6] = {0, 4096, PROT_READ, MAP_PRIVATE, fd, 0};
    long mapped = INT80(90, P(list));
    printf("old mmap: %d \"%.7s\"\n", mapped != -1, mapped == -1 ? "" : (char *)mapped);
    list[5] = 100;
    CALL_AS("old mmap of an odd offset", INT80(90, P(list)));
    CALL_AS("old mmap of nowhere", INT80(90, P(BAD_POINTER)));
    long other = INT80(192, 0, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
    printf("mmap2: %d \"%.7s\"\n", other != -1, other == -1 ? "" : (char *)other);
    CALL_AS("munmap", INT80(91, mapped, 4096));
    CALL_AS("munmap", INT80(91, other, 4096));
    close(fd);
    // mmap2 counts in pages.
    fd = (int)MUST(INT80(5, P("made"), O_RDWR | O_CREAT | 0100000, 0600));
    MUST(INT80(194, fd, 0x1000, 1));
    MUST(INT80(181, fd, P("far"), 3, 0, 1));
    other = INT80(192, 0, 4096, PROT_READ, MAP_SHARED, fd, 1 << 20);
    printf("mmap2 at 4 GiB: %d \"%.3s\"\n", other != -1, other == -1 ? "" : (char *)other);
    CALL_AS("mmap2 of a wrong descriptor", INT80(192, 0, 4096, PROT_READ, MAP_SHARED, -1, 0));
    MUST(INT80(194, fd, 0, 0));
    close(fd);
}

static void others(void) {
    struct {
        char system[65], node[65], release[65], version[65], machine[65], domain[65];
    } uts;
    CALL_AS("uname", INT80(122, P(&uts)));
    printf("  %s\n", uts.system);
    CALL_AS("olduname to nowhere", INT80(109, P(BAD_POINTER)));
    uint32_t limit[2] = {0};
    CALL_AS("getrlimit", INT80(76, 7, P(limit)));
    printf("  %u %u\n", limit[0], limit[1]);
    CALL_AS("ugetrlimit", INT80(191, 7, P(limit)));
    printf("  %u %u\n", limit[0], limit[1]);
    CALL_AS("no such call", INT80(1000));
    CALL_AS("the call 0", INT80(0));
    CALL_AS("break", INT80(17, 1));
}

int main(void) {
    names();
    times();
    sizes();
    directories(FIX);
    directories(MNT);
    processes();
    waiting();
    mappings();
    others();
}
