#include "conformance.h"

// A command that execs another one ends with that one's status.
int main(void) {
    execl("/bin/sh", "sh", "-c", "cd /conf/fix/dir_link && pwd -P && exit 37", NULL);
    printf("execve: %s\n", errno_name(errno));
}
