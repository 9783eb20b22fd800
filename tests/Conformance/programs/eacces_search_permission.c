#include "conformance.h"

// No search permission on a directory on the way: EACCES before anything about what lies below.
int main(void) {
    struct stat st;
    MUST(mkdir("locked", 0755));
    MUST(mkdir("locked/below", 0755));
    make_file("locked/file", "x");
    MUST(symlink("locked/file", "link"));
    MUST(symlink("file", "locked/inner_link"));
    int inside = (int)MUST(open("locked/below", O_RDONLY | O_DIRECTORY));
    const mode_t modes[] = {0, 0444, 0111, 0333, 0555};
    for (size_t i = 0; i < COUNT(modes); i++) {
        MUST(chmod("locked", modes[i]));
        printf("mode %04o\n", modes[i]);
        CALL(stat("locked", &st));
        CALL(stat("locked/", &st));
        CALL(stat("locked/.", &st));
        CALL(stat("locked/..", &st));
        CALL(stat("locked/file", &st));
        CALL(stat("locked/missing", &st));
        CALL(stat("locked/file/x", &st));
        CALL(stat("link", &st));
        CALL(stat("locked/inner_link", &st));
        OPENS(open("locked", O_RDONLY));
        OPENS(open("locked", O_PATH));
        OPENS(open("locked/file", O_RDONLY));
        OPENS(open("link", O_RDONLY));
        CALL(open("locked/new", O_RDWR | O_CREAT | O_EXCL, 0644) < 0 ? -1 : 0);
        CALL(unlink("locked/new"));
        CALL(access("locked/file", R_OK));
        CALL(chdir("locked"));
        CALL(chdir(WORK));
        CALL(rename("locked/file", "locked/file2"));
        CALL(rename("locked/file2", "locked/file"));
        list_dir("locked");
        OPENS(openat(inside, ".", O_RDONLY));
        OPENS(openat(inside, "..", O_RDONLY));
        OPENS(openat(inside, "../file", O_RDONLY));
    }
    MUST(chmod("locked", 0755));
}
