#include "conformance.h"

// A short relative address works however deep the working directory lies, longer than any sun_path.
int main(void) {
    char name[101];
    memset(name, 'd', 100);
    name[100] = 0;
    for (int i = 0; i < 5; i++) {
        MUST(mkdir(name, 0755));
        MUST(chdir(name));
    }
    MUST(mkdir("sub", 0755));
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "sub/socket"}, back = {0};
    int server = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    int client = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    CALL(bind(server, (struct sockaddr *)&address, sizeof address));
    CALL(listen(server, 1));
    show_lstat("sub/socket");
    CALL(connect(client, (struct sockaddr *)&address, sizeof address));
    socklen_t size = sizeof back;
    CALL(getpeername(client, (struct sockaddr *)&back, &size));
    printf("%s %u\n", back.sun_path, size);
    int dgram = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    strcpy(address.sun_path, "./sub/../datagrams");
    CALL(bind(dgram, (struct sockaddr *)&address, sizeof address));
    int sender = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    strcpy(address.sun_path, "datagrams");
    CALL(sendto(sender, "deep", 4, 0, (struct sockaddr *)&address, sizeof address));
    show_fd("received", dgram);
    size = sizeof back;
    memset(&back, 0, sizeof back);
    CALL(getsockname(dgram, (struct sockaddr *)&back, &size));
    printf("%s %u\n", back.sun_path, size);
    list_dir(".");
}
