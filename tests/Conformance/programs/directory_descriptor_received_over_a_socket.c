#include "conformance.h"

// A directory descriptor that came from another process works as dirfd, with the guest's view of "..".
static void pass(int via, int fd) {
    char space[CMSG_SPACE(sizeof fd)] __attribute__((aligned(8))) = {0};
    struct iovec part = {"x", 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space};
    struct cmsghdr *control = CMSG_FIRSTHDR(&message);
    *control = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof fd)};
    memcpy(CMSG_DATA(control), &fd, sizeof fd);
    MUST(sendmsg(via, &message, 0));
}

static int take(int via) {
    int fd;
    char text, space[CMSG_SPACE(sizeof fd)] __attribute__((aligned(8)));
    struct iovec part = {&text, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space};
    MUST(recvmsg(via, &message, 0));
    memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
    return fd;
}

int main(void) {
    int pair[2];
    MUST(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
    pid_t pid = fork_child();
    if (pid == 0) {
        MUST(chdir(MNT "/a/deep"));
        pass(pair[1], (int)MUST(open(".", O_PATH)));
        MUST(chdir("/"));
        pass(pair[1], (int)MUST(open(".", O_RDONLY)));
        _exit(0);
    }
    int deep = take(pair[0]), root = take(pair[0]);
    wait_child("sender", pid);
    OPENS(openat(deep, "three", O_RDONLY));
    OPENS(openat(deep, "../one", O_RDONLY));
    OPENS(openat(deep, "../../file", O_RDONLY));
    OPENS(openat(root, "../etc/passwd", O_RDONLY));
    CALL(fchdir(deep));
    show_cwd();
    CALL(chdir(".."));
    show_cwd();
    CALL(fchdir(root));
    show_cwd();
}
