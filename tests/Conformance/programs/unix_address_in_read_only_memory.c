#include "conformance.h"
#include <sys/mman.h>

// Addresses and messages in memory that cannot be written are read like any others, and not changed.
int main(void) {
    char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct sockaddr_un *address = (struct sockaddr_un *)page;
    struct msghdr *message = (struct msghdr *)(page + 1024);
    struct iovec *part = (struct iovec *)(page + 2048);
    address->sun_family = AF_UNIX;
    strcpy(address->sun_path, WORK "/socket");
    *part = (struct iovec){page + 3000, 4};
    strcpy(page + 3000, "data");
    *message = (struct msghdr){.msg_name = address, .msg_namelen = sizeof *address, .msg_iov = part, .msg_iovlen = 1};
    MUST(mprotect(page, 4096, PROT_READ));
    int server = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    int client = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    CALL(bind(server, (struct sockaddr *)address, sizeof *address));
    CALL(sendmsg(client, message, 0));
    CALL(sendto(client, "more", 4, 0, (struct sockaddr *)address, sizeof *address));
    CALL(connect(client, (struct sockaddr *)address, sizeof *address));
    show_fd("one", server);
    show_fd("two", server);
    printf("%s\n", address->sun_path);
    char *end = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    MUST(munmap(end + 4096, 4096));
    struct sockaddr_un *last = (struct sockaddr_un *)(end + 4096 - 9);
    memcpy(last, &(struct sockaddr_un){.sun_family = AF_UNIX, .sun_path = "at end"}, 9);
    CALL(bind(client, (struct sockaddr *)last, 9));
    CALL(connect(client, (struct sockaddr *)last, 10));
    list_dir(".");
}
