#include "conformance.h"

// The bound /dev: null, zero, full, urandom, fd, stdin, shm.
int main(void) {
    char byte = 1, bytes[16];
    int fd = (int)MUST(open("/dev/null", O_RDWR));
    CALL(write(fd, "x", 1));
    CALL(read(fd, &byte, 1));
    fd = (int)MUST(open("/dev/zero", O_RDONLY));
    CALL(read(fd, &byte, 1));
    printf("%d\n", byte);
    fd = (int)MUST(open("/dev/full", O_WRONLY));
    CALL(write(fd, "x", 1));
    fd = (int)MUST(open("/dev/urandom", O_RDONLY));
    CALL(read(fd, bytes, sizeof bytes));
    show_stat("/dev/null");
    show_link("/dev/fd");
    show_link("/dev/stdin");
    OPENS(open("/dev/fd/0", O_RDONLY));
    CALL(open("/dev/missing", O_RDONLY));
    CALL(open("/dev/conformance-new", O_RDWR | O_CREAT, 0600));
    CALL(mkdir("/dev/null/x", 0755));
    CALL(unlink("/dev/null"));
    show_stat("/dev/..");
    CALL(chdir("/dev"));
    show_cwd();
    show_stat("../conf/fix/file");
}
