#include "conformance.h"

// A datagram server answers the address recvfrom gave it; recvmsg and recvfrom show the address as it was bound.
int main(void) {
    struct sockaddr_un server_address = {.sun_family = AF_UNIX, .sun_path = WORK "/server"};
    struct sockaddr_un client_address = {.sun_family = AF_UNIX, .sun_path = "client"};
    struct sockaddr_un from;
    socklen_t size = sizeof from;
    int server = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    int client = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    int unnamed = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    CALL(bind(server, (struct sockaddr *)&server_address, sizeof server_address));
    CALL(bind(client, (struct sockaddr *)&client_address, sizeof client_address));
    CALL(sendto(client, "question", 8, 0, (struct sockaddr *)&server_address, sizeof server_address));
    char text[64] = "";
    memset(&from, '#', sizeof from);
    CALL(recvfrom(server, text, sizeof text, 0, (struct sockaddr *)&from, &size));
    printf("%s from \"%s\" size %u\n", text, from.sun_path, size);
    CALL(sendto(server, "answer", 6, 0, (struct sockaddr *)&from, size));
    struct iovec part = {text, sizeof text};
    struct msghdr message = {.msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &part, .msg_iovlen = 1};
    memset(&from, '#', sizeof from);
    CALL(recvmsg(client, &message, 0));
    printf("%.6s from \"%s\" size %u\n", text, from.sun_path, message.msg_namelen);
    CALL(sendto(unnamed, "anonymous", 9, 0, (struct sockaddr *)&server_address, sizeof server_address));
    size = sizeof from;
    CALL(recvfrom(server, text, sizeof text, 0, (struct sockaddr *)&from, &size));
    printf("%.9s size %u\n", text, size);
    MUST(chdir("/"));
    CALL(sendto(server, "late", 4, 0, (struct sockaddr *)&client_address, sizeof client_address));
    strcpy(client_address.sun_path, "conf/work/client");
    CALL(sendto(server, "late", 4, 0, (struct sockaddr *)&client_address, sizeof client_address));
    size = 12;
    memset(&from, '#', sizeof from);
    CALL(recvfrom(client, text, sizeof text, 0, (struct sockaddr *)&from, &size));
    printf("a short buffer: \"%.10s\" next '%c' size %u\n", from.sun_path, from.sun_path[10], size);
    CALL(sendto(client, "x", 1, 0, (struct sockaddr *)&server_address, sizeof server_address));
    CALL(recvfrom(server, text, sizeof text, 0, NULL, NULL));
}
