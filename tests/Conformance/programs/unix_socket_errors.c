#include "conformance.h"

// EADDRINUSE, ECONNREFUSED on a stale socket, ENOENT, not a socket, wrong type, EACCES, ELOOP, directories.
static struct sockaddr_un address = {.sun_family = AF_UNIX};
static int fd;

static void at(const char *path) {
    memset(address.sun_path, 0, sizeof address.sun_path);
    strcpy(address.sun_path, path);
    printf("%s\n", path);
}
#define SELF (struct sockaddr *)&address, sizeof address

int main(void) {
    make_file("file", "x");
    MUST(symlink("nowhere", "dangling"));
    MUST(symlink("stale", "link"));
    MUST(mkfifo("fifo", 0644));
    at("stale");
    fd = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    CALL(bind(fd, SELF));
    close(fd);
    show_lstat("stale");
    const char *paths[] = {
        "stale",    "link",      "missing/x",          "file",          "file/x",       "fifo", "dangling", ".",
        FIX "/dir", FIX "/self", FIX "/locked/inside", "/proc/version", WORK "/stale/", ""};
    for (size_t i = 0; i < COUNT(paths); i++) {
        fd = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
        at(paths[i]);
        CALL(connect(fd, SELF));
        if (paths[i][0] != 0) CALL(bind(fd, SELF));
        close(fd);
        fd = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
        CALL(sendto(fd, "x", 1, 0, SELF));
        close(fd);
    }
    int dgram = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    int stream = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    int packet = (int)MUST(socket(AF_UNIX, SOCK_SEQPACKET, 0));
    at("datagrams");
    CALL(bind(dgram, SELF));
    CALL(connect(stream, SELF));
    CALL(connect(packet, SELF));
    CALL(listen(dgram, 1));
    CALL(chmod("datagrams", 0));
    int sender = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    CALL(sendto(sender, "x", 1, 0, SELF));
    CALL(connect(sender, SELF));
    CALL(connect(fd, BAD_POINTER, sizeof address));
    CALL(connect(sender, BAD_POINTER, sizeof address));
    CALL(sendto(sender, "x", 1, 0, BAD_POINTER, sizeof address));
    CALL(connect(0, SELF));
    list_dir(".");
}
