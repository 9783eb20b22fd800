// identity: root
#include "conformance.h"

// CAP_DAC_OVERRIDE (capabilities(7)): the modes of its directories do not stop root from making, finding and removing
// entries in them. cupsd keeps its certificates in a directory of mode 0511.
static void use(const char *directory) {
    char path[64], moved[64];
    printf("%s\n", directory);
    snprintf(path, sizeof path, "%s/file", directory);
    snprintf(moved, sizeof moved, "%s/moved", directory);
    OPENS(open(path, O_WRONLY | O_CREAT | O_EXCL, 0600));
    CALL(rename(path, moved));
    list_dir(directory);
    CALL(unlink(moved));
    CALL(mkdir(path, 0));
    CALL(rmdir(path));
    CALL(rmdir(directory));
}

int main(void) {
    MUST(mkdir("mkdir_0511", 0511));
    use("mkdir_0511");
    MUST(mkdirat(AT_FDCWD, "mkdirat_0", 0));
    use("mkdirat_0");

    MUST(mkdir("chmod_0555", 0755));
    CALL(chmod("chmod_0555", 0555));
    use("chmod_0555");

    MUST(mkdir("fchmod_0311", 0755));
    int fd = (int)MUST(open("fchmod_0311", O_RDONLY | O_DIRECTORY));
    CALL(fchmod(fd, 0311));
    close(fd);
    use("fchmod_0311");

    MUST(mkdir("fchmodat_0", 01777));
    MUST(symlink("fchmodat_0", "link"));
    CALL(fchmodat(AT_FDCWD, "link", 0, 0));
    use("fchmodat_0");

    // The bits of others, and of files, are as asked.
    struct stat status;
    MUST(mkdir("others", 0712));
    MUST(stat("others", &status));
    printf("others %03o\n", status.st_mode & 077);
    CALL(chmod("others", 01055));
    MUST(stat("others", &status));
    printf("others %04o\n", status.st_mode & 07077);
    make_file("plain", "x");
    CALL(chmod("plain", 0440));
    show_stat("plain");
    CALL(chmod("none", 0));
    CALL(chmod("plain/none", 0));
    CALL(fchmod(-1, 0));
}
