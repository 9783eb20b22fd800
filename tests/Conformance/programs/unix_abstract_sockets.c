#include "conformance.h"

// Abstract names and autobind have nothing to do with paths, NULs within and slashes at the start included.
int main(void) {
    struct sockaddr_un address = {.sun_family = AF_UNIX}, back;
    memcpy(address.sun_path, "\0/conf/work/abstract\0more", 25);
    socklen_t size = offsetof(struct sockaddr_un, sun_path) + 25;
    int server = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    int client = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    int other = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    CALL(bind(server, (struct sockaddr *)&address, size));
    CALL(bind(other, (struct sockaddr *)&address, size));
    CALL(connect(client, (struct sockaddr *)&address, size));
    CALL(listen(server, 2));
    CALL(connect(client, (struct sockaddr *)&address, size - 1));
    CALL(connect(client, (struct sockaddr *)&address, size));
    socklen_t got = sizeof back;
    CALL(getpeername(client, (struct sockaddr *)&back, &got));
    printf("size %u, same %d\n", got, memcmp(&address, &back, size) == 0);
    got = sizeof back;
    CALL(accept(server, (struct sockaddr *)&back, &got) > 0);
    printf("size %u\n", got);
    CALL(bind(other, (struct sockaddr *)&address, sizeof(sa_family_t)));
    got = sizeof back;
    CALL(getsockname(other, (struct sockaddr *)&back, &got));
    printf("autobind: size %u, abstract %d\n", got, back.sun_path[0] == 0);
    list_dir(".");
}
