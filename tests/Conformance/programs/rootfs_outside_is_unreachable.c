#include "conformance.h"

// Nothing of the host is seen by any way of climbing: "..", links, descriptors, /proc prefixes, the cwd, openat2.
static void look(const char *label, int fd) {
    struct stat st, root;
    MUST(stat("/", &root));
    if (fd < 0 || fstat(fd, &st) < 0) {
        printf("%s: %s\n", label, errno_name(errno));
        return;
    }
    printf("%s: the root %d\n", label, st.st_ino == root.st_ino && st.st_dev == root.st_dev);
    close(fd);
}

int main(void) {
    int root = (int)MUST(open("/", O_RDONLY));
    int work = (int)MUST(open(".", O_PATH));
    look("/..", open("/..", O_RDONLY));
    look("dirfd ..", openat(root, "..", O_RDONLY));
    look("dirfd many ..", openat(work, "../../../../../../../..", O_RDONLY));
    look("/proc/self/root/..", open("/proc/self/root/..", O_RDONLY));
    look("/proc/self/root/../..", open("/proc/self/root/../..", O_PATH));
    look("/proc/self/cwd/../../..", open("/proc/self/cwd/../../../..", O_RDONLY));
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d/..", root);
    look("/proc/self/fd/N/..", open(path, O_RDONLY));
    snprintf(path, sizeof path, "/proc/%d/root/..", getpid());
    look("/proc/PID/root/..", open(path, O_RDONLY));
    look("escape_dir", open(FIX "/escape_dir", O_RDONLY));
    look("binding", open(MNT "/a/../../..", O_RDONLY));
    look("inner binding", open(MNT "/a/deep/../../../../..", O_RDONLY));
    look("openat2", open_how(root, "../..", O_RDONLY, 0, 0));
    look("openat2 in root", open_how(root, "../..", O_RDONLY, 0, CONF_IN_ROOT));
    MUST(chdir("/"));
    CALL(chdir(".."));
    look("cwd", open(".", O_RDONLY));
    MUST(fchdir(root));
    CALL(chdir("../.."));
    look("cwd", open(".", O_RDONLY));
    look("parent's root", open("/proc/self/root", O_RDONLY));
    CALL(access("/conf/bin/../../../../../../../../var/tmp/..", F_OK));
}
