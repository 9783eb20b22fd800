// variants: musl
#include "conformance.h"

// readlink(2): truncation to the buffer, size 0 and negative, no terminator, wrong types, empty path with O_PATH.
int main(void) {
    char text[64];
    const int sizes[] = {-1, 0, 1, 3, 4, 5, 64};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        memset(text, '#', sizeof text);
        long result = syscall(SYS_readlink, FIX "/rel_link", text, sizes[i]);
        printf("size %d: %ld %s", sizes[i], result, result < 0 ? errno_name(errno) : "");
        printf(" \"%.10s\"\n", text);
        memset(text, '#', sizeof text);
        result = syscall(SYS_readlink, "/proc/self/cwd", text, sizes[i]);
        printf("cwd, size %d: %ld %s", sizes[i], result, result < 0 ? errno_name(errno) : "");
        printf(" \"%.14s\"\n", text);
    }
    CALL(readlink(FIX "/file", text, sizeof text));
    CALL(readlink(FIX "/dir", text, sizeof text));
    CALL(readlink(FIX "/missing", text, sizeof text));
    CALL(readlink(FIX "/dir_link/", text, sizeof text));
    CALL(readlink(FIX "/rel_link/", text, sizeof text));
    CALL(readlink(FIX "/dangling", text, sizeof text));
    CALL(readlink(FIX "/dangling/", text, sizeof text));
    CALL(readlink(FIX "/self", text, sizeof text));
    CALL(readlink(FIX "/self/", text, sizeof text));
    CALL(readlink("/", text, sizeof text));
    int link = (int)MUST(open(FIX "/rel_link", O_PATH | O_NOFOLLOW));
    int file = (int)MUST(open(FIX "/file", O_PATH));
    int dir = (int)MUST(open(FIX, O_RDONLY));
    CALL(readlinkat(link, "", text, sizeof text));
    CALL(readlinkat(file, "", text, sizeof text));
    CALL(readlinkat(dir, "", text, sizeof text));
    CALL(readlinkat(AT_FDCWD, "", text, sizeof text));
    CALL(readlinkat(dir, "rel_link", text, sizeof text));
    CALL(readlinkat(-1, "rel_link", text, sizeof text));
    CALL(readlinkat(file, "rel_link", text, sizeof text));
    CALL(readlinkat(-1, FIX "/rel_link", text, sizeof text));
}
