#include "conformance.h"

// Components of 255 bytes are names, of 256 ENAMETOOLONG; so for every call that takes one.
int main(void) {
    static char name255[256], name256[257], path[1024];
    memset(name255, 'n', 255);
    memset(name256, 'n', 256);
    struct stat st;
    CALL(mkdir(name255, 0755) * 0);
    CALL(stat(name255, &st));
    CALL(stat(name256, &st));
    CALL(open(name256, O_RDWR | O_CREAT, 0644));
    CALL(mkdir(name256, 0755));
    CALL(symlink("x", name256));
    CALL(rename(name255, name256));
    CALL(link(name256, "x"));
    CALL(unlink(name256));
    CALL(rmdir(name256));
    CALL(mknod(name256, S_IFREG, 0));
    CALL(access(name256, F_OK));
    CALL(readlink(name256, path, 10));
    CALL(chdir(name256));
    snprintf(path, sizeof path, "missing/%s", name256);
    CALL_AS("missing directory first", stat(path, &st));
    snprintf(path, sizeof path, FIX "/file/%s", name256);
    CALL_AS("file as directory first", stat(path, &st));
    snprintf(path, sizeof path, "%s/../%s/..", name255, name256);
    CALL_AS("long in the middle", stat(path, &st));
    snprintf(path, sizeof path, "%s/%s", name255, name255);
    CALL_AS("two that fit", mkdir(path, 0755));
    CALL_AS("there", access(path, F_OK));
    CALL_AS("long link text", symlink(name256, "longlink"));
    CALL(stat("longlink", &st));
    CALL(lstat("longlink", &st));
    CALL(open("longlink", O_CREAT | O_RDWR, 0644));
}
