// Runs a command in a network of its own, which has nothing but loopback: a server in it is out of everybody's reach,
// and its ports collide with nobody's. Needs root.
//
//   private-net COMMAND...
//
// What enters the network later (nsenter --net=/proc/PID/ns/net) reaches the server.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void need(long result, const char *what) {
    if (result >= 0) return;
    fprintf(stderr, "private-net: %s: %s\n", what, strerror(errno));
    exit(125);
}

static void raise_loopback(void) {
    struct ifreq loopback = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    need(any, "socket");
    need(ioctl(any, SIOCSIFFLAGS, &loopback), "lo");
    close(any);
}

// A virtual machine's socket to its host (vsock(7)) belongs to no network namespace, and adbd listens on one.
static void forget_vsock(void) {
    struct sock_filter steps[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_VSOCK, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EAFNOSUPPORT),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof steps / sizeof *steps, steps};
    need(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), "seccomp");
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fputs("private-net COMMAND...\n", stderr);
        return 125;
    }
    need(unshare(CLONE_NEWNET), "unshare (as root)");
    raise_loopback();
    forget_vsock();
    execvp(argv[1], argv + 1);
    fprintf(stderr, "private-net: %s: %s\n", argv[1], strerror(errno));
    return 127;
}
