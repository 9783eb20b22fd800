// identity: root
#include "conformance.h"
#include <sys/wait.h>

// chroot(2) of root: paths, links and `..` start and end there, and a child's too; the working directory stays.
static void look(void) {
    char text[PATH_MAX];
    struct stat st;
    CALL(stat("/inside", &st));
    CALL(stat("/sub/deeper", &st));
    CALL(stat("/../../inside", &st));
    CALL(stat("/absolute", &st));
    CALL(stat("/up", &st));
    CALL(stat("/etc", &st));
    CALL(open("/outside", O_RDONLY));
    printf("cwd %s\n", getcwd(text, sizeof text));
}

int main(void) {
    MUST(mkdir("root", 0755));
    MUST(mkdir("root/sub", 0755));
    make_file("root/inside", "x");
    make_file("root/sub/deeper", "x");
    make_file("outside", "x");
    MUST(symlink("/inside", "root/absolute"));
    MUST(symlink("../../../../sub/deeper", "root/up"));
    CALL(chroot("outside"));
    CALL(chroot("missing"));
    CALL(chroot("root"));
    struct stat st;
    CALL(stat("outside", &st));
    MUST(chdir("root"));
    look();
    CALL(stat("sub/../../outside", &st));
    MUST(chdir("/sub"));
    look();
    CALL(stat("..", &st));
    CALL(stat("../../../inside", &st));
    CALL(mkdir("/made", 0700));
    CALL(stat("../made", &st));
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        look();
        CALL(chroot("."));
        CALL(stat("/deeper", &st));
        fflush(stdout);
        _exit(0);
    }
    MUST(waitpid(child, NULL, 0));
    CALL(stat("/inside", &st));
}
