#include "conformance.h"

// Renaming a directory over an empty one replaces it, over a full one is ENOTEMPTY, and open descriptors keep theirs.
int main(void) {
    MUST(mkdir("source", 0755));
    make_file("source/from", "from");
    MUST(mkdir("target", 0755));
    int old = (int)MUST(open("target", O_RDONLY | O_DIRECTORY));
    int moved = (int)MUST(open("source", O_RDONLY | O_DIRECTORY));
    CALL(rename("source", "target"));
    list_dir(".");
    list_dir("target");
    OPENS(openat(old, "from", O_RDONLY));
    OPENS(openat(moved, "from", O_RDONLY));
    OPENS(openat(old, "new", O_RDWR | O_CREAT, 0644));
    OPENS(openat(old, "..", O_RDONLY));
    MUST(mkdir("source", 0755));
    CALL(rename("source", "target"));
    CALL(rename("target", "source"));
    list_dir(".");
    list_dir("source");
}
