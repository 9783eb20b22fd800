#include "conformance.h"
#include <sys/auxv.h>

// execveat(2): AT_EMPTY_PATH, dirfd-relative, AT_SYMLINK_NOFOLLOW, errors; the program sees its own exe.
static void try(const char *label, int fd, const char *path, int flags) {
    pid_t pid = fork_child();
    if (pid == 0) {
        char *const arguments[] = {"given", "child", NULL};
        syscall(SYS_execveat, fd, path, arguments, environ, flags);
        printf("%s: %s\n", label, errno_name(errno));
        _exit(125);
    }
    wait_child(label, pid);
}

int main(int argc, char **argv) {
    if (argc > 1) {
        show_link("/proc/self/exe");
        printf("argv[0] %s, AT_EXECFN %s\n", argv[0], (const char *)getauxval(AT_EXECFN));
        return 0;
    }
    MUST(symlink(PROGRAM, "link"));
    make_file("plain", "x");
    MUST(mkdir("dir", 0755));
    int program = (int)MUST(open(PROGRAM, O_RDONLY));
    int cloexec = (int)MUST(open(PROGRAM, O_RDONLY | O_CLOEXEC));
    int path = (int)MUST(open(PROGRAM, O_PATH));
    int through = (int)MUST(open("link", O_PATH));
    int link = (int)MUST(open("link", O_PATH | O_NOFOLLOW));
    int conf = (int)MUST(open("/conf", O_RDONLY));
    int plain = (int)MUST(open("plain", O_RDONLY));
    int dir = (int)MUST(open("dir", O_RDONLY));
    try("empty path", program, "", AT_EMPTY_PATH);
    try("close-on-exec", cloexec, "", AT_EMPTY_PATH);
    try("O_PATH", path, "", AT_EMPTY_PATH);
    try("O_PATH through a link", through, "", AT_EMPTY_PATH);
    try("the link itself", link, "", AT_EMPTY_PATH);
    try("empty without the flag", program, "", 0);
    try("relative", conf, PROGRAM + strlen("/conf/"), 0);
    try("relative with dots", conf, "work/../work/./link", 0);
    try("relative and AT_EMPTY_PATH", conf, PROGRAM + strlen("/conf/"), AT_EMPTY_PATH);
    try("absolute", conf, PROGRAM, 0);
    try("absolute, bad descriptor", 900, PROGRAM, 0);
    try("relative, bad descriptor", 900, "x", 0);
    try("cwd", AT_FDCWD, "link", 0);
    try("link, no follow", AT_FDCWD, "link", AT_SYMLINK_NOFOLLOW);
    try("program, no follow", AT_FDCWD, PROGRAM, AT_SYMLINK_NOFOLLOW);
    try("plain file", plain, "", AT_EMPTY_PATH);
    try("directory", dir, "", AT_EMPTY_PATH);
    try("below a file", plain, "x", 0);
    try("unknown flag", program, "", AT_EMPTY_PATH | 0x1);
    try("bad pointer", conf, BAD_POINTER, 0);
    MUST(unlink("plain"));
}
