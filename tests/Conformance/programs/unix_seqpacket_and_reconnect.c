#include "conformance.h"

// SOCK_SEQPACKET by path; a datagram socket connected, reconnected, disconnected.
int main(void) {
    struct sockaddr_un one = {.sun_family = AF_UNIX, .sun_path = "one"},
                       two = {.sun_family = AF_UNIX, .sun_path = WORK "/two"}, back;
    struct sockaddr_un packets = {.sun_family = AF_UNIX, .sun_path = "packets"};
    struct sockaddr none = {.sa_family = AF_UNSPEC};
    int server = (int)MUST(socket(AF_UNIX, SOCK_SEQPACKET, 0));
    int client = (int)MUST(socket(AF_UNIX, SOCK_SEQPACKET, 0));
    MUST(bind(server, (struct sockaddr *)&packets, sizeof packets));
    MUST(listen(server, 1));
    CALL(connect(client, (struct sockaddr *)&packets, sizeof packets));
    int accepted = (int)MUST(accept4(server, NULL, NULL, SOCK_CLOEXEC));
    MUST(send(client, "first", 5, 0));
    MUST(send(client, "second", 6, 0));
    show_fd("packet", accepted);
    show_fd("packet", accepted);
    CALL(connect(client, (struct sockaddr *)&packets, sizeof packets));
    int a = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    int b = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    int sender = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    MUST(bind(a, (struct sockaddr *)&one, sizeof one));
    MUST(bind(b, (struct sockaddr *)&two, sizeof two));
    CALL(connect(sender, (struct sockaddr *)&one, sizeof one));
    CALL(send(sender, "to one", 6, 0));
    CALL(connect(sender, (struct sockaddr *)&two, sizeof two));
    CALL(send(sender, "to two", 6, 0));
    socklen_t size = sizeof back;
    memset(&back, 0, sizeof back);
    CALL(getpeername(sender, (struct sockaddr *)&back, &size));
    printf("%s %u\n", back.sun_path, size);
    CALL(connect(sender, &none, sizeof none));
    CALL(send(sender, "nobody", 6, 0));
    show_fd("one", a);
    show_fd("two", b);
}
