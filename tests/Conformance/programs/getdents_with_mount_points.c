#include "conformance.h"

// getdents64(2) raw: every name once, small buffers, types right for mount points, rewind, EINVAL for a tiny buffer.
struct entry {
    uint64_t inode;
    int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

static void walk(const char *path, size_t size) {
    int fd = (int)MUST(open(path, O_RDONLY | O_DIRECTORY));
    char buffer[4096] __attribute__((aligned(8)));
    char *names[64];
    size_t count = 0;
    long got;
    while ((got = syscall(SYS_getdents64, fd, buffer, size)) > 0) {
        for (long at = 0; at < got;) {
            struct entry *entry = (struct entry *)(buffer + at);
            char *text = malloc(300);
            snprintf(text, 300, "%s:%d", entry->name, entry->type);
            names[count++] = text;
            at += entry->length;
        }
    }
    qsort(names, count, sizeof names[0], conf_compare_names);
    printf("%s with %zu bytes (%s):", path, size, got < 0 ? errno_name(errno) : "end");
    for (size_t i = 0; i < count; i++) printf(" %s", names[i]);
    printf("\n");
    CALL(lseek(fd, 0, SEEK_SET));
    printf("again: %d\n", syscall(SYS_getdents64, fd, buffer, sizeof buffer) > 0);
    close(fd);
}

int main(void) {
    const char *paths[] = {MNT, MNT "/a", "/conf/ghost", "/conf/ghost/parent", "/conf/ghost/parent/child"};
    for (size_t i = 0; i < COUNT(paths); i++) {
        walk(paths[i], 4096);
        walk(paths[i], 64);
        walk(paths[i], 10);
    }
    int fd = (int)MUST(open(MNT, O_RDONLY | O_DIRECTORY));
    int path = (int)MUST(open(MNT, O_PATH));
    int file = (int)MUST(open(FIX "/file", O_RDONLY));
    char buffer[100];
    CALL(syscall(SYS_getdents64, fd, BAD_POINTER, 4096));
    CALL(syscall(SYS_getdents64, path, buffer, sizeof buffer));
    CALL(syscall(SYS_getdents64, file, buffer, sizeof buffer));
    CALL(syscall(SYS_getdents64, -1, buffer, sizeof buffer));
}
