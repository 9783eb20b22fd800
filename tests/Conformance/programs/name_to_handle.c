#include "conformance.h"

// name_to_handle_at(2): sizes, flags, empty path, links, errors; open_by_handle_at is EPERM.
union handle {
    struct file_handle head;
    char bytes[256];
};

static long ask(int dirfd, const char *path, unsigned size, int flags) {
    static union handle handle;
    int64_t mount_id = 0;
    handle.head.handle_bytes = size;
    long result = syscall(SYS_name_to_handle_at, dirfd, path, &handle.head, &mount_id, flags);
    int error = errno;
    if (result == 0 || error == EOVERFLOW) printf("size set %d: ", handle.head.handle_bytes > 0);
    errno = error;
    return result;
}

int main(void) {
    union handle one = {.head.handle_bytes = 128}, two = {.head.handle_bytes = 128};
    int id_one = 0, id_two = 0;
    int fd = (int)MUST(open(FIX "/file", O_RDONLY));
    CALL(ask(AT_FDCWD, FIX "/file", 128, 0));
    CALL(ask(AT_FDCWD, FIX "/file", 0, 0));
    CALL(ask(AT_FDCWD, FIX "/file", 1000, 0));
    CALL(ask(AT_FDCWD, FIX "/missing", 128, 0));
    CALL(ask(AT_FDCWD, FIX "/dangling", 128, 0));
    CALL(ask(AT_FDCWD, FIX "/dangling", 128, AT_SYMLINK_FOLLOW));
    CALL(ask(AT_FDCWD, "", 128, 0));
    CALL(ask(fd, "", 128, AT_EMPTY_PATH));
    CALL(ask(-1, "x", 128, 0));
    CALL(ask(AT_FDCWD, FIX "/file", 128, 0x40000000));
    CALL(ask(AT_FDCWD, BAD_POINTER, 128, 0));
    CALL(ask(AT_FDCWD, FIX "/to_binding/one", 128, 0));
    MUST(syscall(SYS_name_to_handle_at, AT_FDCWD, FIX "/rel_link", &one.head, &id_one, AT_SYMLINK_FOLLOW));
    MUST(syscall(SYS_name_to_handle_at, fd, "", &two.head, &id_two, AT_EMPTY_PATH));
    printf("same handle: %d, same mount: %d\n",
           one.head.handle_bytes == two.head.handle_bytes &&
               memcmp(one.bytes, two.bytes, 8 + one.head.handle_bytes) == 0,
           id_one == id_two);
    MUST(syscall(SYS_name_to_handle_at, AT_FDCWD, FIX "/rel_link", &two.head, &id_two, 0));
    printf("the link's own handle differs: %d\n", memcmp(one.bytes, two.bytes, 8 + one.head.handle_bytes) != 0);
    CALL(syscall(SYS_open_by_handle_at, AT_FDCWD, &one.head, O_RDONLY));
}
