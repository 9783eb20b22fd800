#include "conformance.h"

// quotactl and quotactl_fd: no such device, not a block device, missing path; the same errno as on the kernel.
#ifndef SYS_quotactl_fd
#define SYS_quotactl_fd 443
#endif
#define COMMAND(c, t) (((c) << 8) | (t))
#define GETFMT        0x800004
#define SYNC          0x800001
#define QUOTAON       0x800002

int main(void) {
    uint32_t format = 0;
    CALL(syscall(SYS_quotactl, COMMAND(SYNC, 0), NULL, 0, NULL));
    CALL(syscall(SYS_quotactl, COMMAND(GETFMT, 0), FIX "/file", 0, &format));
    CALL(syscall(SYS_quotactl, COMMAND(GETFMT, 0), "missing", 0, &format));
    CALL(syscall(SYS_quotactl, COMMAND(GETFMT, 0), "/dev/null", 0, &format));
    CALL(syscall(SYS_quotactl, COMMAND(GETFMT, 0), FIX "/dangling", 0, &format));
    CALL(syscall(SYS_quotactl, COMMAND(GETFMT, 9), FIX "/file", 0, &format));
    CALL(syscall(SYS_quotactl, COMMAND(QUOTAON, 0), "missing", 0, "missing2"));
    CALL(syscall(SYS_quotactl, COMMAND(0x7fffff, 0), FIX "/file", 0, &format));
    CALL(syscall(SYS_quotactl_fd, -1, COMMAND(GETFMT, 0), 0, &format));
}
