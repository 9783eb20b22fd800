#include "conformance.h"

// The address size decides: too short, without NUL, with bytes after the NUL, family alone, wrong family.
static void try(const char *label, const char *path, size_t path_size, int family) {
    struct sockaddr_un address = {.sun_family = (sa_family_t)family}, back = {0};
    memcpy(address.sun_path, path, path_size);
    int fd = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    long result =
        bind(fd, (struct sockaddr *)&address, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + path_size));
    printf("%s: %s\n", label, result < 0 ? errno_name(errno) : "ok");
    socklen_t size = sizeof back;
    MUST(getsockname(fd, (struct sockaddr *)&back, &size));
    if (size > 2 && back.sun_path[0] != 0) printf("  size %u \"%s\"\n", size, back.sun_path);
    else printf("  size %u\n", size);
    char text[16];
    size = 7;
    memset(&back, '#', sizeof back);
    MUST(getsockname(fd, (struct sockaddr *)&back, &size));
    printf("  into 7 bytes: size %u, last byte kept %d\n", size, back.sun_path[5] == '#');
    (void)text;
    close(fd);
}

int main(void) {
    try("exact, no NUL", "first", 5, AF_UNIX);
    try("with NUL", "second", 7, AF_UNIX);
    try("bytes after the NUL", "third\0junk", 10, AF_UNIX);
    try("not a unix family", "fourth", 7, AF_INET);
    try("unspecified family", "fifth", 6, AF_UNSPEC);
    try("one byte", "x", 1, AF_UNIX);
    try("dot", ".", 1, AF_UNIX);
    try("slash at the end", "sixth/", 7, AF_UNIX);
    try("missing directory", "missing/x", 10, AF_UNIX);
    int fd = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "seventh"};
    CALL(bind(fd, (struct sockaddr *)&address, 0));
    CALL(bind(fd, (struct sockaddr *)&address, 1));
    CALL(bind(fd, BAD_POINTER, sizeof address));
    CALL(bind(fd, NULL_POINTER, sizeof address));
    CALL(bind(-1, (struct sockaddr *)&address, sizeof address));
    CALL(bind(0, (struct sockaddr *)&address, sizeof address));
    CALL(bind(fd, (struct sockaddr *)&address, 200));
    CALL(bind(fd, (struct sockaddr *)&address, (socklen_t)-1));
    CALL(bind(fd, (struct sockaddr *)&address, sizeof address));
    CALL(bind(fd, (struct sockaddr *)&address, sizeof address));
    CALL(getsockname(fd, (struct sockaddr *)&address, BAD_POINTER));
    socklen_t size = sizeof address;
    CALL(getsockname(fd, BAD_POINTER, &size));
    size = (socklen_t)-5;
    CALL(getsockname(fd, (struct sockaddr *)&address, &size));
    CALL(getpeername(fd, (struct sockaddr *)&address, &size));
    list_dir(".");
}
