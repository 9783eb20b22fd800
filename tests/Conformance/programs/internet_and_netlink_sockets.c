#include "conformance.h"
#include <arpa/inet.h>
#include <linux/netlink.h>
#include <netinet/in.h>

// Addresses of other families pass untouched.
int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, back;
    socklen_t size = sizeof address;
    int server = (int)MUST(socket(AF_INET, SOCK_STREAM, 0));
    int client = (int)MUST(socket(AF_INET, SOCK_STREAM, 0));
    CALL(bind(server, (struct sockaddr *)&address, sizeof address));
    CALL(listen(server, 1));
    CALL(getsockname(server, (struct sockaddr *)&address, &size));
    printf("size %u, port set %d\n", size, address.sin_port != 0);
    CALL(connect(client, (struct sockaddr *)&address, sizeof address));
    size = sizeof back;
    int accepted = accept(server, (struct sockaddr *)&back, &size);
    printf("from %s, size %u, family %d\n", inet_ntoa(back.sin_addr), size, back.sin_family);
    size = sizeof back;
    CALL(getpeername(client, (struct sockaddr *)&back, &size));
    printf("same port %d\n", back.sin_port == address.sin_port);
    MUST(write(client, "hello", 5));
    show_fd("received", accepted);
    int udp = (int)MUST(socket(AF_INET, SOCK_DGRAM, 0));
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    MUST(bind(udp, (struct sockaddr *)&own, sizeof own));
    size = sizeof own;
    MUST(getsockname(udp, (struct sockaddr *)&own, &size));
    CALL(sendto(udp, "self", 4, 0, (struct sockaddr *)&own, sizeof own));
    char text[8] = "";
    size = sizeof back;
    CALL(recvfrom(udp, text, sizeof text, 0, (struct sockaddr *)&back, &size));
    printf("%s, own port %d\n", text, back.sin_port == own.sin_port);
    int netlink = (int)MUST(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
    struct sockaddr_nl link = {.nl_family = AF_NETLINK};
    CALL(bind(netlink, (struct sockaddr *)&link, sizeof link));
    CALL(bind(server, (struct sockaddr *)&(struct sockaddr_un){.sun_family = AF_UNIX, .sun_path = "x"},
              sizeof(struct sockaddr_un)));
    address.sin_port = htons(1);
    CALL(connect((int)MUST(socket(AF_INET, SOCK_STREAM, 0)), (struct sockaddr *)&address, sizeof address));
    list_dir(".");
}
