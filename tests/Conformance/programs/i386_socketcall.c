// bits: 32
#include "conformance.h"
#include <linux/net.h>
#include <sys/socket.h>
#include <sys/un.h>

// socketcall(2): every call that carries the address of a socket, its arguments behind a pointer; and the direct calls.
#define SOCKETCALL(which, ...) syscall(SYS_socketcall, which, (unsigned long[]){__VA_ARGS__})
#define WORD(pointer)          ((unsigned long)(pointer))

static struct sockaddr_un address(const char *path) {
    struct sockaddr_un made = {.sun_family = AF_UNIX};
    snprintf(made.sun_path, sizeof made.sun_path, "%s", path);
    return made;
}

static void show(const char *label, long result, const struct sockaddr_un *told, socklen_t length) {
    if (result < 0) printf("%s: %s\n", label, errno_name(errno));
    else
        printf("%s: length %u family %d path \"%s\"\n", label, length, length > 1 ? told->sun_family : -1,
               length > 2 ? told->sun_path : "");
}

static int make(int type) { return (int)MUST(SOCKETCALL(SYS_SOCKET, AF_UNIX, (unsigned long)type, 0)); }

static void ask(const char *label, int which, int fd) {
    struct sockaddr_un told = {0};
    socklen_t length = sizeof told;
    long result = SOCKETCALL(which, (unsigned long)fd, WORD(&told), WORD(&length));
    show(label, result, &told, length);
}

static void streams(void) {
    struct sockaddr_un to = address(WORK "/stream"), told = {0};
    socklen_t length = sizeof told;
    int server = make(SOCK_STREAM), client = make(SOCK_STREAM);
    CALL(SOCKETCALL(SYS_BIND, (unsigned long)server, WORD(&to), sizeof to));
    CALL(SOCKETCALL(SYS_BIND, (unsigned long)make(SOCK_STREAM), WORD(&to), sizeof to));
    CALL(SOCKETCALL(SYS_LISTEN, (unsigned long)server, 5));
    struct sockaddr_un missing = address(WORK "/missing/sock");
    CALL(SOCKETCALL(SYS_CONNECT, (unsigned long)client, WORD(&missing), sizeof missing));
    struct sockaddr_un own = address("client");
    CALL(SOCKETCALL(SYS_BIND, (unsigned long)client, WORD(&own), sizeof own));
    CALL(SOCKETCALL(SYS_CONNECT, (unsigned long)client, WORD(&to), sizeof to));
    int accepted = (int)SOCKETCALL(SYS_ACCEPT, (unsigned long)server, WORD(&told), WORD(&length));
    show("accept", accepted, &told, length);
    ask("getsockname", SYS_GETSOCKNAME, accepted);
    ask("getpeername", SYS_GETPEERNAME, client);
    ask("getpeername of the other", SYS_GETPEERNAME, accepted);
    CALL(SOCKETCALL(SYS_SEND, (unsigned long)client, WORD("hello"), 5, 0));
    char text[16] = "";
    CALL(SOCKETCALL(SYS_RECV, (unsigned long)accepted, WORD(text), sizeof text, 0));
    printf("\"%s\"\n", text);
    struct sockaddr_un direct = address(WORK "/direct");
    int other = (int)MUST(syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0));
    CALL(syscall(SYS_bind, other, &direct, sizeof direct));
    CALL(syscall(SYS_listen, other, 1));
    int third = (int)MUST(syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0));
    CALL(syscall(SYS_connect, third, &direct, sizeof direct));
    ask("getsockname of a direct one", SYS_GETSOCKNAME, other);
    length = sizeof told;
    show("direct getpeername", syscall(SYS_getpeername, third, &told, &length), &told, length);
    struct ucred peer;
    length = sizeof peer;
    CALL(SOCKETCALL(SYS_GETSOCKOPT, (unsigned long)third, SOL_SOCKET, SO_PEERCRED, WORD(&peer), WORD(&length)));
    printf("peer is us: %d\n", peer.pid == getpid() && peer.uid == geteuid());
}

static void datagrams(void) {
    struct sockaddr_un to = address(WORK "/datagram"), own = address(WORK "/sender"), told = {0};
    int server = make(SOCK_DGRAM), client = make(SOCK_DGRAM);
    CALL(SOCKETCALL(SYS_BIND, (unsigned long)server, WORD(&to), sizeof to));
    CALL(SOCKETCALL(SYS_BIND, (unsigned long)client, WORD(&own), sizeof own));
    CALL(SOCKETCALL(SYS_SENDTO, (unsigned long)client, WORD("one"), 3, 0, WORD(&to), sizeof to));
    char text[16] = "";
    socklen_t length = sizeof told;
    long result =
        SOCKETCALL(SYS_RECVFROM, (unsigned long)server, WORD(text), sizeof text, 0, WORD(&told), WORD(&length));
    show("recvfrom", result, &told, length);
    struct iovec part = {.iov_base = (char[]){'t', 'w', 'o'}, .iov_len = 3};
    struct msghdr message = {.msg_name = &to, .msg_namelen = sizeof to, .msg_iov = &part, .msg_iovlen = 1};
    CALL(SOCKETCALL(SYS_SENDMSG, (unsigned long)client, WORD(&message), 0));
    printf("not changed: %d\n", message.msg_name == &to && message.msg_namelen == sizeof to);
    memset(&told, 0, sizeof told);
    memset(text, 0, sizeof text);
    part = (struct iovec){text, sizeof text};
    message = (struct msghdr){.msg_name = &told, .msg_namelen = sizeof told, .msg_iov = &part, .msg_iovlen = 1};
    result = SOCKETCALL(SYS_RECVMSG, (unsigned long)server, WORD(&message), 0);
    show("recvmsg", result, &told, message.msg_namelen);
    printf("\"%s\" flags %x control %zu\n", text, message.msg_flags, (size_t)message.msg_controllen);
    struct iovec parts[2] = {{(char[]){'a'}, 1}, {(char[]){'b', 'c'}, 2}};
    struct mmsghdr many[2] = {
        {.msg_hdr = {.msg_name = &to, .msg_namelen = sizeof to, .msg_iov = &parts[0], .msg_iovlen = 1}},
        {.msg_hdr = {.msg_name = &to, .msg_namelen = sizeof to, .msg_iov = &parts[1], .msg_iovlen = 1}},
    };
    CALL(SOCKETCALL(SYS_SENDMMSG, (unsigned long)client, WORD(many), 2, 0));
    printf("sent %u %u\n", many[0].msg_len, many[1].msg_len);
    struct sockaddr_un from[2] = {0};
    char texts[2][8] = {"", ""};
    for (int i = 0; i < 2; i++) {
        parts[i] = (struct iovec){texts[i], sizeof texts[i]};
        many[i].msg_hdr.msg_name = &from[i];
        many[i].msg_hdr.msg_namelen = sizeof from[i];
    }
    CALL(SOCKETCALL(SYS_RECVMMSG, (unsigned long)server, WORD(many), 2, 0, 0));
    for (int i = 0; i < 2; i++) {
        show("recvmmsg", 0, &from[i], many[i].msg_hdr.msg_namelen);
        printf("%u \"%s\"\n", many[i].msg_len, texts[i]);
    }
}

int main(void) {
    streams();
    datagrams();
    CALL(syscall(SYS_socketcall, SYS_BIND, BAD_POINTER));
    CALL(SOCKETCALL(0, 0));
    CALL(SOCKETCALL(21, 0));
    CALL(SOCKETCALL(SYS_BIND, -1UL, 0, 0));
    struct sockaddr_un to = address(WORK "/x");
    CALL(SOCKETCALL(SYS_CONNECT, -1UL, WORD(&to), sizeof to));
    CALL(SOCKETCALL(SYS_GETSOCKNAME, -1UL, WORD(&to), WORD(BAD_POINTER)));
}
