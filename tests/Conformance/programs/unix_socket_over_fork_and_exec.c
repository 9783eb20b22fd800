#include "conformance.h"

// A listening socket inherited over fork and exec keeps its name; the server runs in another process and directory.
int main(int argc, char **argv) {
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"}, back = {0};
    socklen_t size = sizeof back;
    if (argc > 1) {
        int server = atoi(argv[1]);
        MUST(chdir("/"));
        CALL(getsockname(server, (struct sockaddr *)&back, &size));
        printf("%s\n", back.sun_path);
        size = sizeof back;
        memset(&back, 0, sizeof back);
        int client = (int)MUST(accept(server, (struct sockaddr *)&back, &size));
        printf("from %s, size %u\n", back.sun_path, size);
        show_fd("request", client);
        MUST(write(client, "reply", 5));
        return 0;
    }
    int server = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    MUST(bind(server, (struct sockaddr *)&address, sizeof address));
    MUST(listen(server, 1));
    pid_t pid = fork_child();
    if (pid == 0) {
        char number[16];
        snprintf(number, sizeof number, "%d", server);
        execl(PROGRAM, "server", number, NULL);
        _exit(125);
    }
    int client = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    struct sockaddr_un own = {.sun_family = AF_UNIX, .sun_path = "./the client"};
    MUST(bind(client, (struct sockaddr *)&own, sizeof own));
    MUST(connect(client, (struct sockaddr *)&address, sizeof address));
    MUST(write(client, "request", 7));
    wait_child("server", pid);
    show_fd("answer", client);
}
