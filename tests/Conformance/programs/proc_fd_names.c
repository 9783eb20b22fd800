#include "conformance.h"
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>

// readlink of /proc/self/fd/N: files, directories, pipes, sockets, memfd, eventfd, epoll, deleted, renamed.
static void show(const char *label, int fd) {
    char path[64], target[PATH_MAX + 1];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(path, target, PATH_MAX);
    if (size < 0) {
        printf("%s: %s\n", label, errno_name(errno));
        return;
    }
    target[size] = 0;
    char *number = strstr(target, ":[");
    if (number != NULL) strcpy(number, ":[N]");
    printf("%s: %s\n", label, target);
}

int main(void) {
    int pipes[2], sockets[2];
    MUST(pipe(pipes));
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets));
    make_file("file", "x");
    make_file("renamed", "x");
    make_file("replaced", "x");
    MUST(mkdir("dir", 0755));
    int file = (int)MUST(open("file", O_RDONLY));
    int renamed = (int)MUST(open("renamed", O_RDONLY));
    int dir = (int)MUST(open("dir", O_RDONLY));
    show("file", file);
    show("directory", dir);
    show("root", (int)MUST(open("/", O_RDONLY)));
    show("through a link", (int)MUST(open(FIX "/chain1", O_RDONLY)));
    show("the link itself", (int)MUST(open(FIX "/chain1", O_PATH | O_NOFOLLOW)));
    show("through dots", (int)MUST(open("./dir/..//file", O_RDONLY)));
    show("in a binding", (int)MUST(open(FIX "/to_binding/sub/two", O_RDONLY)));
    show("in the inner binding", (int)MUST(open(MNT "/a/deep/three", O_RDONLY)));
    show("bound file", (int)MUST(open(MNT "/file", O_RDONLY)));
    show("mount point", (int)MUST(open(MNT "/a", O_RDONLY)));
    show("proc", (int)MUST(open("/proc", O_RDONLY)));
    show("proc file", (int)MUST(open("/proc/version", O_RDONLY)));
    show("null", (int)MUST(open("/dev/null", O_RDONLY)));
    show("pipe", pipes[0]);
    show("socket", sockets[0]);
    show("memfd", (int)MUST(memfd_create("a name", 0)));
    show("memfd with a path's name", (int)MUST(memfd_create("/conf/fix/file", 0)));
    show("eventfd", (int)MUST(eventfd(0, 0)));
    show("epoll", (int)MUST(epoll_create1(0)));
    MUST(rename("renamed", "dir/new name"));
    show("renamed", renamed);
    MUST(unlink("file"));
    show("deleted", file);
    MUST(rename("dir", "moved"));
    show("renamed directory", dir);
    show("below it", renamed);
    MUST(unlink("moved/new name"));
    MUST(rmdir("moved"));
    show("deleted directory", dir);
    show("deleted with its directory", renamed);
    make_file("really (deleted)", "x");
    show("a name that looks deleted", (int)MUST(open("really (deleted)", O_RDONLY)));
    int replaced = (int)MUST(open("replaced", O_RDONLY));
    make_file("other", "y");
    MUST(rename("other", "replaced"));
    show("replaced", replaced);
    int unnamed = (int)MUST(open(".", O_TMPFILE | O_RDWR, 0600));
    char path[64], target[PATH_MAX + 1];
    snprintf(path, sizeof path, "/proc/self/fd/%d", unnamed);
    ssize_t size = readlink(path, target, PATH_MAX);
    target[size] = 0;
    printf("unnamed: starts with %d, ends with %d\n", strncmp(target, WORK "/#", 12) == 0,
           strstr(target, " (deleted)") != NULL);
    show("closed", 1000);
}
