#include "conformance.h"

// Renaming the parent of mount points works in the kernel only for the tree's own directories; what is seen after.
int main(void) {
    CALL(rename("/conf/ghost/dir", "/conf/ghost/dir2"));
    CALL(rename(MNT "/a/deep", MNT "/a/sub/deep"));
    CALL(rename(MNT "/a/sub", MNT "/a/sub2"));
    show_file(MNT "/a/sub2/two");
    CALL(rename(MNT "/a/sub2", MNT "/a/sub"));
    list_dir(MNT "/a");
}
