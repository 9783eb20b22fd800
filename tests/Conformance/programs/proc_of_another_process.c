#include "conformance.h"

// The exe, cwd, root and fd links of a child, seen by its parent, and of the parent, seen by the child.
static void look(const char *who, pid_t pid) {
    const char *links[] = {"exe", "cwd", "root", "fd/3"};
    for (size_t i = 0; i < COUNT(links); i++) {
        char path[64], target[PATH_MAX];
        snprintf(path, sizeof path, "/proc/%d/%s", pid, links[i]);
        ssize_t size = readlink(path, target, sizeof target);
        printf("%s %s: %.*s\n", who, links[i], (int)(size < 0 ? 0 : size), target);
    }
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/cwd/mark", pid);
    struct stat st;
    if (stat(path, &st) < 0) printf("%s mark: %s\n", who, errno_name(errno));
    else printf("%s mark: size %lld\n", who, (long long)st.st_size);
    snprintf(path, sizeof path, "/proc/%d/root/etc/passwd", pid);
    CALL_AS("its /etc/passwd", access(path, R_OK));
    snprintf(path, sizeof path, "/proc/%d/fd/3", pid);
    OPENS_AS("its descriptor 3", open(path, O_RDONLY));
}

int main(void) {
    int ready[2], done[2];
    MUST(mkdir("child_dir", 0755));
    make_file("child_dir/mark", "child");
    make_file("mark", "the parent");
    MUST(open(FIX "/file", O_RDONLY));
    MUST(pipe(ready));
    MUST(pipe(done));
    pid_t pid = fork_child();
    char byte = 0;
    if (pid == 0) {
        MUST(chdir("child_dir"));
        MUST(dup2((int)MUST(open(MNT "/a/one", O_RDONLY)), 3));
        MUST(write(ready[1], &byte, 1));
        MUST(read(done[0], &byte, 1));
        look("parent's", getppid());
        _exit(0);
    }
    MUST(read(ready[0], &byte, 1));
    look("child's", pid);
    MUST(write(done[1], &byte, 1));
    wait_child("child", pid);
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/cwd", pid);
    CALL_AS("after its end", access(path, F_OK));
}
