#include "conformance.h"

// A path of 4095 bytes and its NUL is the longest; the root's own length on the host must not count.
static char path[PATH_MAX + 16];

static void make(const char *start, const char *last, size_t length) {
    size_t used = (size_t)sprintf(path, "%s", start);
    while (used + strlen(last) < length) path[used++] = '/';
    strcpy(path + used, last);
}

static void probe(const char *label) {
    struct stat st;
    printf("%s, %zu bytes\n", label, strlen(path));
    CALL(stat(path, &st));
    CALL(access(path, R_OK));
    OPENS(open(path, O_RDONLY));
    CALL(chmod(path, 0644));
    CALL(utimensat(AT_FDCWD, path, NULL, 0));
    CALL(truncate(path, 3));
    CALL(rename("missing", path));
    CALL(readlink(path, (char[4]){0}, 4));
    OPENS(open_how(AT_FDCWD, path, O_RDONLY, 0, 0));
}

int main(void) {
    make_file("file", "file");
    const size_t lengths[] = {4090, 4094, 4095, 4096, 4097};
    for (size_t i = 0; i < COUNT(lengths); i++) {
        make(WORK, "file", lengths[i]);
        probe("absolute");
        make(".", "file", lengths[i]);
        probe("relative");
    }
    make("", "", 4095);
    CALL_AS("4095 slashes", access(path, F_OK));
    make(MNT "/a", "one", 4095);
    CALL_AS("in a binding", access(path, F_OK));
    make(FIX, "abs_link", 4095);
    CALL_AS("ends in an absolute link", access(path, F_OK));
    make(FIX "/dir_link", "inner", 4095);
    CALL_AS("through a link", access(path, F_OK));
    make(WORK, "new", 4095);
    CALL_AS("creates", open(path, O_CREAT | O_RDWR, 0644) < 0 ? -1 : 0);
    make(WORK, "newdir", 4095);
    CALL_AS("mkdir", mkdir(path, 0755));
    CALL_AS("rmdir", rmdir(path));
    make(WORK, "newlink", 4095);
    CALL_AS("symlink", symlink("x", path));
    CALL_AS("unlink", unlink(path));
    list_dir(".");
}
