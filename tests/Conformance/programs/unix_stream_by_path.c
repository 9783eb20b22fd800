#include "conformance.h"

// bind, listen, connect, accept by an absolute and a relative path; every address comes back as it was given.
static void show_address(const char *label, long result, const struct sockaddr_un *address, socklen_t size) {
    if (result < 0) {
        printf("%s: %s\n", label, errno_name(errno));
        return;
    }
    int length = (int)size - (int)offsetof(struct sockaddr_un, sun_path);
    printf("%s: family %d length %u path \"%.*s\"\n", label, address->sun_family, size, length < 0 ? 0 : length,
           address->sun_path);
}

static void try(const char *bound, const char *connected) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    socklen_t size;
    long result;
    printf("bind %s, connect %s\n", bound, connected);
    int server = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    int client = (int)MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    strcpy(address.sun_path, bound);
    CALL(bind(server, (struct sockaddr *)&address, sizeof address));
    size = sizeof address;
    result = getsockname(server, (struct sockaddr *)&address, &size);
    show_address("  getsockname", result, &address, size);
    CALL(listen(server, 5));
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    strcpy(address.sun_path, connected);
    CALL(connect(client, (struct sockaddr *)&address,
                 (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(connected) + 1)));
    size = sizeof address;
    result = getpeername(client, (struct sockaddr *)&address, &size);
    show_address("  getpeername", result, &address, size);
    size = sizeof address;
    result = getsockname(client, (struct sockaddr *)&address, &size);
    show_address("  client's own", result, &address, size);
    size = sizeof address;
    int accepted = accept(server, (struct sockaddr *)&address, &size);
    show_address("  accept", accepted, &address, size);
    size = sizeof address;
    result = getsockname(accepted, (struct sockaddr *)&address, &size);
    show_address("  accepted's own", result, &address, size);
    MUST(write(client, "hello", 5));
    show_fd("  received", accepted);
    show_lstat(bound);
    close(server);
    close(client);
    close(accepted);
    unlink(bound);
}

int main(void) {
    MUST(mkdir("dir", 0755));
    MUST(symlink("dir", "link"));
    try("socket", "socket");
    try(WORK "/socket", "socket");
    try("socket", WORK "/socket");
    try("./dir/../socket", "//conf//work/socket");
    try("link/socket", WORK "/dir/socket");
    try(FIX "/to_binding/socket", MNT "/a/socket");
    try("/tmp/conformance-socket", "../../tmp/conformance-socket");
    try("/proc/self/cwd/socket", "/proc/self/root/conf/work/socket");
    list_dir(".");
}
