#include "conformance.h"

// SO_PEERCRED, SCM_CREDENTIALS and SCM_RIGHTS over a socket bound to a path, between two processes.
int main(void) {
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = WORK "/socket"};
    int server = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    MUST(bind(server, (struct sockaddr *)&address, sizeof address));
    MUST(listen(server, 1));
    int on = 1;
    MUST(setsockopt(server, SOL_SOCKET, SO_PASSCRED, &on, sizeof on));
    pid_t pid = fork_child();
    char space[256] __attribute__((aligned(8))) = {0};
    char text[64] = "message";
    struct iovec part = {text, 7};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = space};
    if (pid == 0) {
        int client = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
        MUST(connect(client, (struct sockaddr *)&address, sizeof address));
        struct ucred peer;
        socklen_t size = sizeof peer;
        MUST(getsockopt(client, SOL_SOCKET, SO_PEERCRED, &peer, &size));
        printf("client sees its parent %d, own uid %d, own gid %d\n", peer.pid == getppid(), peer.uid == getuid(),
               peer.gid == getgid());
        int fd = (int)MUST(open(FIX "/to_binding/one", O_RDONLY));
        message.msg_controllen = CMSG_SPACE(sizeof fd);
        struct cmsghdr *control = CMSG_FIRSTHDR(&message);
        *control = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof fd)};
        memcpy(CMSG_DATA(control), &fd, sizeof fd);
        CALL(sendmsg(client, &message, 0));
        _exit(0);
    }
    int accepted = (int)MUST(accept(server, NULL, NULL));
    struct ucred peer;
    socklen_t size = sizeof peer;
    MUST(getsockopt(accepted, SOL_SOCKET, SO_PEERCRED, &peer, &size));
    wait_child("client", pid);
    printf("server sees its child %d, own uid %d\n", peer.pid == pid, peer.uid == getuid());
    message.msg_controllen = sizeof space;
    part.iov_len = sizeof text;
    CALL(recvmsg(accepted, &message, 0));
    for (struct cmsghdr *control = CMSG_FIRSTHDR(&message); control != NULL; control = CMSG_NXTHDR(&message, control)) {
        if (control->cmsg_type == SCM_CREDENTIALS) {
            memcpy(&peer, CMSG_DATA(control), sizeof peer);
            printf("credentials: child %d, own uid %d, own gid %d\n", peer.pid == pid, peer.uid == getuid(),
                   peer.gid == getgid());
        } else if (control->cmsg_type == SCM_RIGHTS) {
            int fd;
            memcpy(&fd, CMSG_DATA(control), sizeof fd);
            show_fd("descriptor", fd);
            char path[64];
            snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
            char target[100] = "";
            CALL_AS("its name", readlink(path, target, sizeof target - 1));
            printf("%s\n", target);
        }
    }
    struct ucred fake = {.pid = getpid(), .uid = 0, .gid = getgid()};
    message.msg_controllen = CMSG_SPACE(sizeof fake);
    struct cmsghdr *control = CMSG_FIRSTHDR(&message);
    *control =
        (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_CREDENTIALS, .cmsg_len = CMSG_LEN(sizeof fake)};
    memcpy(CMSG_DATA(control), &fake, sizeof fake);
    int pair[2];
    MUST(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
    CALL(sendmsg(pair[0], &message, 0));
    fake.uid = getuid();
    memcpy(CMSG_DATA(control), &fake, sizeof fake);
    CALL(sendmsg(pair[0], &message, 0));
}
