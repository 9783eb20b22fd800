#include "conformance.h"

// A socket is reached by links and hard links, and after a rename; its own name stays what it was bound as.
int main(void) {
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
    int server = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    MUST(bind(server, (struct sockaddr *)&address, sizeof address));
    MUST(listen(server, 8));
    MUST(symlink(WORK "/socket", "link"));
    MUST(link("socket", "hard"));
    MUST(mkdir("dir", 0755));
    const char *names[] = {"link", "hard", "dir/../link", "dir/moved"};
    for (size_t i = 0; i < COUNT(names); i++) {
        if (i == 3) MUST(rename("socket", "dir/moved"));
        int client = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
        memset(address.sun_path, 0, sizeof address.sun_path);
        strcpy(address.sun_path, names[i]);
        CALL_AS(names[i], connect(client, (struct sockaddr *)&address, sizeof address));
        socklen_t size = sizeof address;
        memset(&address, 0, sizeof address);
        CALL(getpeername(client, (struct sockaddr *)&address, &size));
        printf("%s %u\n", address.sun_path, size);
        address.sun_family = AF_UNIX;
        close(client);
    }
    int other = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    strcpy(address.sun_path, "link");
    CALL(bind(other, (struct sockaddr *)&address, sizeof address));
    CALL(open("hard", O_RDWR));
    OPENS(open("hard", O_PATH));
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", (int)MUST(open("hard", O_PATH)));
    memset(address.sun_path, 0, sizeof address.sun_path);
    strcpy(address.sun_path, path);
    int client = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    CALL_AS("by /proc/self/fd", connect(client, (struct sockaddr *)&address, sizeof address));
    MUST(unlink("hard"));
    MUST(unlink("dir/moved"));
    client = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    CALL_AS("unlinked, by /proc/self/fd", connect(client, (struct sockaddr *)&address, sizeof address));
}
