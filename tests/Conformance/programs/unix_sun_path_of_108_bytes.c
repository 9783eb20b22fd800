#include "conformance.h"

// sun_path may fill its 108 bytes without a NUL; 109 and more is EINVAL; getsockname then says 111.
static void try(size_t length) {
    struct {
        struct sockaddr_un address;
        char more[64];
    } big;
    memset(&big, 0, sizeof big);
    big.address.sun_family = AF_UNIX;
    char *path = big.address.sun_path;
    char name[200];
    strcpy(name, "/conf/work/");
    while (strlen(name) < length) strcat(name, "s");
    memcpy(path, name, length);
    int server = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    int client = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    printf("%zu bytes\n", length);
    CALL(bind(server, (struct sockaddr *)&big, size));
    CALL(listen(server, 1));
    CALL(connect(client, (struct sockaddr *)&big, size));
    memset(&big, 0, sizeof big);
    memset(path, 35, sizeof big.address.sun_path);
    socklen_t got = sizeof big;
    CALL(getsockname(server, (struct sockaddr *)&big, &got));
    printf("size %u, %zu bytes of path\n", got, strlen(path));
    struct stat st;
    CALL(stat(name, &st));
    unlink(name);
    close(server);
    close(client);
}

int main(void) {
    const size_t lengths[] = {12, 106, 107, 108, 109, 120};
    for (size_t i = 0; i < COUNT(lengths); i++) try(lengths[i]);
    list_dir(".");
}
