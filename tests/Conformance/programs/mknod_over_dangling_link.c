#include "conformance.h"

// mknod(2), mkfifo and mkdir never create through a dangling link: EEXIST, and the target does not come to be.
int main(void) {
    MUST(symlink("target", "link"));
    MUST(symlink(WORK "/target", "abs"));
    MUST(symlink("../../../../../../conf/work/target", "climbing"));
    MUST(symlink("link", "chain"));
    MUST(symlink("target/", "slashed"));
    const char *names[] = {"link", "abs", "climbing", "chain", "slashed", "link/", "chain/"};
    for (size_t i = 0; i < COUNT(names); i++) {
        printf("%s\n", names[i]);
        CALL(mknod(names[i], S_IFREG | 0644, 0));
        CALL(mknod(names[i], S_IFIFO | 0644, 0));
        CALL(mkdir(names[i], 0755));
        CALL(symlink("x", names[i]));
        CALL(link(FIX "/file", names[i]));
    }
    list_dir(".");
}
