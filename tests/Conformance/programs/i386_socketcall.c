// bits: 32
// variants: static
#include "i386.h"

// socketcall(2) with each of its calls, and the direct ones: addresses of UNIX sockets in all directions.
enum { SOCKET = 1, BIND, CONNECT, LISTEN, ACCEPT, GETSOCKNAME, GETPEERNAME, SOCKETPAIR, SEND, RECV, SENDTO, RECVFROM };
enum { SHUTDOWN = 13, SETSOCKOPT, GETSOCKOPT, SENDMSG, RECVMSG, ACCEPT4, RECVMMSG, SENDMMSG };

static bool direct;

static long call(int number, long one, long two, long three, long four, long five, long six) {
    static const int numbers[] = {0,   359, 361, 362, 363, 0,   367, 368, 360, 0,  0,
                                  369, 371, 373, 366, 365, 370, 372, 364, 337, 345};
    long list[] = {one, two, three, four, five, six};
    errno = 0;
    if (!direct) return INT80(102, number, P(list));
    if (number == ACCEPT) number = ACCEPT4, four = 0;
    if (number == SEND) number = SENDTO, five = six = 0;
    if (number == RECV) number = RECVFROM, five = six = 0;
    return INT80(numbers[number], one, two, three, four, five, six);
}

#define SIX(...)                            SIX_OF(__VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define SIX_OF(...)                         SIX_FIRST(__VA_ARGS__)
#define SIX_FIRST(n, a, b, c, d, e, f, ...) call(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
#define SHOW(...)                           conf_report(#__VA_ARGS__, SIX(__VA_ARGS__))
#define PREPARE(...)                        conf_must(__FILE_NAME__, __LINE__, #__VA_ARGS__, SIX(__VA_ARGS__))
#define SIZE_OF_FAMILY                      offsetof(struct sockaddr_un, sun_path)

static struct sockaddr_un address;
static long named(const char *path) {
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    strcpy(address.sun_path, path);
    return (long)(SIZE_OF_FAMILY + strlen(path) + 1);
}

static struct sockaddr_un got;
static socklen_t got_size;
static void forget(void) {
    memset(&got, 0x5a, sizeof got);
    got_size = sizeof got;
}
static void show_got(const char *label) {
    if (got_size <= SIZE_OF_FAMILY)
        printf("  %s: size %u, family %d\n", label, got_size, got_size >= 2 ? got.sun_family : -1);
    else
        printf("  %s: size %u, family %d, \"%.*s\"\n", label, got_size, got.sun_family, (int)sizeof got.sun_path,
               got.sun_path);
}

static void streams(void) {
    long size = named("stream"), server = PREPARE(SOCKET, AF_UNIX, SOCK_STREAM, 0);
    SHOW(BIND, server, &address, size);
    SHOW(BIND, server, &address, size);
    SHOW(LISTEN, server, 5);
    forget();
    SHOW(GETSOCKNAME, server, &got, &got_size);
    show_got("server");
    show_lstat("stream");

    long client = PREPARE(SOCKET, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    size = named(WORK "/client");
    SHOW(BIND, client, &address, size);
    size = named("../work/./stream");
    SHOW(CONNECT, client, &address, size);
    forget();
    long accepted = PREPARE(ACCEPT, server, &got, &got_size);
    show_got("accepted");
    forget();
    SHOW(GETPEERNAME, client, &got, &got_size);
    show_got("peer of the client");
    forget();
    SHOW(GETPEERNAME, accepted, &got, &got_size);
    show_got("peer of the accepted");
    forget();
    got_size = 7;
    SHOW(GETPEERNAME, accepted, &got, &got_size);
    printf("  cut to 7: size %u, \"%.5s\", untouched %d\n", got_size, got.sun_path, got.sun_path[5] == 0x5a);
    SHOW(SEND, client, "hello", 5, 0);
    char text[32] = "";
    SHOW(RECV, accepted, text, sizeof text, 0);
    printf("  \"%s\"\n", text);
    int value = 0;
    socklen_t length = sizeof value;
    SHOW(GETSOCKOPT, accepted, SOL_SOCKET, SO_TYPE, &value, &length);
    printf("  type %d of size %u\n", value, length);
    value = 1;
    SHOW(SETSOCKOPT, accepted, SOL_SOCKET, SO_PASSCRED, &value, sizeof value);
    SHOW(SHUTDOWN, client, SHUT_WR);
    SHOW(RECV, accepted, text, sizeof text, 0);
    close((int)client);
    close((int)accepted);

    client = PREPARE(SOCKET, AF_UNIX, SOCK_STREAM, 0);
    size = named(WORK "/stream");
    SHOW(CONNECT, client, &address, size);
    forget();
    accepted = PREPARE(ACCEPT4, server, &got, &got_size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    show_got("accepted of no name");
    printf("  flags %#x %#x\n", fcntl((int)accepted, F_GETFL) & O_NONBLOCK, fcntl((int)accepted, F_GETFD));
    close((int)accepted);
    close((int)client);
    client = PREPARE(SOCKET, AF_UNIX, SOCK_STREAM, 0);
    SHOW(CONNECT, client, &address, size);
    accepted = PREPARE(ACCEPT, server, NULL, NULL);
    SHOW(ACCEPT4, server, NULL, NULL, 1);
    SHOW(ACCEPT, client, NULL, NULL);
    close((int)accepted);
    close((int)client);
    close((int)server);
}

static void datagrams(void) {
    long one = PREPARE(SOCKET, AF_UNIX, SOCK_DGRAM, 0), other = PREPARE(SOCKET, AF_UNIX, SOCK_DGRAM, 0);
    MUST(mkdir("dir", 0755));
    long size = named("dir/one");
    SHOW(BIND, one, &address, size);
    size = named(WORK "/other");
    SHOW(BIND, other, &address, size);

    size = named(WORK "/dir/one");
    SHOW(SENDTO, other, "to one", 6, 0, &address, size);
    char text[32] = "";
    forget();
    SHOW(RECVFROM, one, text, sizeof text, 0, &got, &got_size);
    printf("  \"%s\"\n", text);
    show_got("from");
    SHOW(SENDTO, other, "again", 5, 0, &address, size);
    SHOW(RECVFROM, one, text, sizeof text, 0, NULL, NULL);

    struct iovec vectors[2] = {{"first ", 6}, {"second", 6}};
    struct msghdr message = {.msg_name = &address, .msg_namelen = (socklen_t)size, .msg_iov = vectors, .msg_iovlen = 2};
    SHOW(SENDMSG, other, &message, 0);
    forget();
    memset(text, 0, sizeof text);
    struct iovec into = {text, sizeof text};
    struct msghdr received = {.msg_name = &got, .msg_namelen = sizeof got, .msg_iov = &into, .msg_iovlen = 1};
    SHOW(RECVMSG, one, &received, 0);
    printf("  \"%s\", flags %#x, control %zu\n", text, received.msg_flags, (size_t)received.msg_controllen);
    got_size = received.msg_namelen;
    show_got("from");

    // A descriptor beside it.
    int ends[2];
    MUST(pipe(ends));
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {.header = {.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
    memcpy(CMSG_DATA(&control.header), &ends[1], sizeof(int));
    message.msg_control = &control;
    message.msg_controllen = sizeof control;
    SHOW(SENDMSG, other, &message, 0);
    memset(&control, 0, sizeof control);
    received.msg_control = &control;
    received.msg_controllen = sizeof control;
    received.msg_namelen = sizeof got;
    SHOW(RECVMSG, one, &received, MSG_CMSG_CLOEXEC);
    int passed;
    memcpy(&passed, CMSG_DATA(&control.header), sizeof passed);
    printf("  control of %zu, type %d, close on exec %d\n", (size_t)received.msg_controllen, control.header.cmsg_type,
           fcntl(passed, F_GETFD));
    CALL(write(passed, "x", 1));
    show_fd("pipe", ends[0]);
    close(passed);
    message.msg_control = NULL;
    message.msg_controllen = 0;

    struct sockaddr_un addresses[3] = {address, address, address};
    struct mmsghdr several[3];
    memset(several, 0, sizeof several);
    for (int i = 0; i < 3; i++) {
        several[i].msg_hdr = message;
        several[i].msg_hdr.msg_name = &addresses[i];
        several[i].msg_hdr.msg_iovlen = (size_t)i;
    }
    strcpy(addresses[2].sun_path, "missing");
    SHOW(SENDMMSG, other, several, 3, 0);
    printf("  lengths %u %u\n", several[0].msg_len, several[1].msg_len);
    char texts[3][16] = {{0}};
    struct iovec places[3];
    struct sockaddr_un names[3];
    memset(names, 0x5a, sizeof names);
    for (int i = 0; i < 3; i++) {
        places[i] = (struct iovec){texts[i], sizeof texts[i]};
        several[i].msg_hdr = (struct msghdr){
            .msg_name = &names[i], .msg_namelen = sizeof names[i], .msg_iov = &places[i], .msg_iovlen = 1};
    }
    struct timespec soon = {1, 0}, wrong = {0, -1};
    SHOW(RECVMMSG, one, several, 3, MSG_WAITFORONE, &soon);
    for (int i = 0; i < 2; i++) {
        printf("  %u bytes \"%s\" from \"%s\" of size %u\n", several[i].msg_len, texts[i], names[i].sun_path,
               several[i].msg_hdr.msg_namelen);
    }
    SHOW(RECVMMSG, one, several, 3, MSG_DONTWAIT, &soon);
    SHOW(RECVMMSG, one, several, 3, MSG_DONTWAIT, &wrong);

    size = named("other");
    SHOW(CONNECT, one, &address, size);
    SHOW(SEND, one, "connected", 9, 0);
    forget();
    memset(text, 0, sizeof text);
    SHOW(RECVFROM, other, text, sizeof text, 0, &got, &got_size);
    show_got("from");
    int pair[2];
    SHOW(SOCKETPAIR, AF_UNIX, SOCK_STREAM, 0, pair);
    forget();
    SHOW(GETSOCKNAME, pair[0], &got, &got_size);
    show_got("a pair's");
    address.sun_family = AF_UNSPEC;
    SHOW(CONNECT, one, &address, sizeof address.sun_family);
    for (int i = 0; i < 2; i++) close(ends[i]), close(pair[i]);
    close((int)one);
    close((int)other);
}

static void errors(void) {
    long stream = PREPARE(SOCKET, AF_UNIX, SOCK_STREAM, 0), datagram = PREPARE(SOCKET, AF_UNIX, SOCK_DGRAM, 0);
    static const char *const paths[] = {FIX "/missing/x", FIX "/file", FIX "/dangling",
                                        FIX "/file/x",    FIX "/self", "/nowhere/at/all"};
    for (size_t i = 0; i < COUNT(paths); i++) {
        long size = named(paths[i]);
        printf("%s\n", paths[i]);
        SHOW(BIND, stream, &address, size);
        SHOW(CONNECT, stream, &address, size);
        SHOW(SENDTO, datagram, "x", 1, 0, &address, size);
        struct iovec vector = {"x", 1};
        struct msghdr message = {
            .msg_name = &address, .msg_namelen = (socklen_t)size, .msg_iov = &vector, .msg_iovlen = 1};
        SHOW(SENDMSG, datagram, &message, 0);
        struct mmsghdr several = {.msg_hdr = message};
        SHOW(SENDMMSG, datagram, &several, 1, 0);
    }
    long size = named(MNT "/ro/socket");
    SHOW(BIND, stream, &address, size);
    size = named("stream");
    SHOW(CONNECT, stream, &address, size);
    SHOW(BIND, -1, &address, size);
    SHOW(CONNECT, -1, &address, size);
    SHOW(BIND, 0, &address, size);
    SHOW(BIND, stream, &address, 1);
    SHOW(BIND, stream, &address, -1);
    SHOW(BIND, stream, &address, sizeof address + 1);
    SHOW(BIND, stream, &address, 4000);
    address.sun_family = AF_INET;
    SHOW(BIND, stream, &address, size);
    SHOW(CONNECT, stream, &address, size);
    SHOW(BIND, stream, BAD_POINTER, size);
    SHOW(CONNECT, stream, BAD_POINTER, size);
    SHOW(BIND, stream, NULL, size);
    SHOW(BIND, -1, BAD_POINTER, size);
    SHOW(SENDTO, datagram, "x", 1, 0, BAD_POINTER, size);
    SHOW(SENDMSG, datagram, BAD_POINTER, 0);
    SHOW(SENDMSG, -1, BAD_POINTER, 0);
    struct msghdr message = {.msg_name = BAD_POINTER, .msg_namelen = 20};
    SHOW(SENDMSG, datagram, &message, 0);
    message.msg_namelen = (socklen_t)-1;
    SHOW(SENDMSG, datagram, &message, 0);
    message.msg_name = NULL;
    message.msg_namelen = 0;
    message.msg_iov = BAD_POINTER;
    message.msg_iovlen = 1;
    SHOW(SENDMSG, datagram, &message, 0);
    message.msg_iovlen = 1025;
    SHOW(SENDMSG, datagram, &message, 0);
    SHOW(RECVMSG, datagram, BAD_POINTER, 0);
    SHOW(SENDMMSG, datagram, BAD_POINTER, 1, 0);
    SHOW(RECVMMSG, datagram, BAD_POINTER, 1, MSG_DONTWAIT, NULL);
    SHOW(GETSOCKNAME, stream, BAD_POINTER, &got_size);
    SHOW(GETSOCKNAME, stream, &got, BAD_POINTER);
    got_size = (socklen_t)-1;
    SHOW(GETSOCKNAME, stream, &got, &got_size);
    got_size = 0;
    SHOW(GETSOCKNAME, stream, &got, &got_size);
    printf("  size %u\n", got_size);
    SHOW(GETPEERNAME, stream, &got, &got_size);
    SHOW(GETSOCKNAME, 0, &got, &got_size);
    SHOW(SOCKETPAIR, AF_UNIX, SOCK_STREAM, 0, BAD_POINTER);
    close((int)stream);
    close((int)datagram);
}

int main(void) {
    for (int way = 0; way < 2; way++) {
        direct = way;
        printf("-- %s\n", direct ? "the direct calls" : "socketcall");
        streams();
        datagrams();
        errors();
        list_dir(".");
        list_dir("dir");
        for (size_t i = 0; i < 4; i++) unlink((const char *const[]){"stream", "client", "other", "dir/one"}[i]);
        rmdir("dir");
    }
    printf("-- numbers\n");
    static const long numbers[] = {0, -1, 21, 22, 1000, INT_MIN, INT_MAX};
    long list[6] = {0};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        char label[32];
        snprintf(label, sizeof label, "socketcall %ld", numbers[i]);
        CALL_AS(label, INT80(102, numbers[i], P(list)));
        CALL_AS(label, INT80(102, numbers[i], P(BAD_POINTER)));
    }
    for (int number = 1; number <= 20; number++) {
        char label[32];
        snprintf(label, sizeof label, "socketcall %d of nowhere", number);
        CALL_AS(label, INT80(102, number, P(BAD_POINTER)));
        CALL_AS(label, INT80(102, number, 0));
    }
}
