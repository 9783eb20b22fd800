#include "conformance.h"
#include <sys/mman.h>

// open of /proc/self/fd/N and /dev/fd/N: a new description of the same file, deleted ones and pipes too.
static char path[64];
static const char *name(int fd) {
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return path;
}

int main(void) {
    char text[16] = "";
    make_file("file", "contents");
    int fd = (int)MUST(open("file", O_RDONLY));
    MUST(unlink("file"));
    int again = (int)CALL_AS("deleted file reopened for writing", open(name(fd), O_RDWR));
    CALL(pwrite(again, "CON", 3, 0));
    CALL(pread(fd, text, 8, 0));
    printf("%s\n", text);
    show_stat(name(fd));
    int pipes[2];
    MUST(pipe(pipes));
    int writer = (int)CALL_AS("pipe reopened", open(name(pipes[1]), O_WRONLY));
    MUST(write(writer, "by name", 7));
    show_fd("pipe", pipes[0]);
    int memory = (int)MUST(memfd_create("memory", 0));
    MUST(write(memory, "in memory", 9));
    show_file(name(memory));
    int sockets[2];
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets));
    CALL_AS("socket reopened", open(name(sockets[0]), O_RDWR));
    int opath = (int)MUST(open(FIX "/file", O_PATH));
    show_file(name(opath));
    CALL_AS("nofollow", open(name(fd), O_RDONLY | O_NOFOLLOW));
    CALL_AS("create", open(name(opath), O_RDONLY | O_CREAT, 0644));
    CALL_AS("create exclusively", open(name(opath), O_RDONLY | O_CREAT | O_EXCL, 0644));
    CALL_AS("missing", open("/proc/self/fd/900", O_RDONLY));
    CALL_AS("not a number", open("/proc/self/fd/x", O_RDONLY));
    CALL_AS("not canonical", open("/proc/self/fd/03", O_RDONLY));
    CALL_AS("chmod", chmod(name(memory), 0600));
    CALL_AS("stat of it", access(name(memory), R_OK));
    MUST(chdir("/proc/self/fd"));
    snprintf(path, sizeof path, "%d", opath);
    show_file(path);
    show_link(path);
    snprintf(path, sizeof path, "/dev/fd/%d", opath);
    show_file(path);
    show_link(path);
    show_stat("/dev/stdin");
}
