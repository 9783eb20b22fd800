#include "conformance.h"
#include <sys/xattr.h>

// A read-only binding also refuses attributes, sockets and fifos.
int main(void) {
    MUST(chdir(MNT "/ro"));
    CALL(setxattr("file", "user.x", "1", 1, 0));
    CALL(lsetxattr("link", "user.x", "1", 1, 0));
    CALL(removexattr("file", "user.x"));
    CALL(getxattr("file", "user.x", NULL, 0));
    CALL(listxattr("file", NULL, 0) < 0 ? -1 : 0);
    int s = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
    CALL(bind(s, (struct sockaddr *)&address, sizeof address));
    strcpy(address.sun_path, MNT "/ro/sub/socket");
    CALL(bind(s, (struct sockaddr *)&address, sizeof address));
    CALL(mkfifo("fifo", 0644));
    int file = (int)MUST(open("file", O_RDONLY));
    CALL(fsetxattr(file, "user.x", "1", 1, 0));
}
