#include "conformance.h"

// rename(2): files and directories over each other, into themselves, missing, hard links of one file.
int main(void) {
    make_file("a", "a");
    make_file("b", "b");
    MUST(link("a", "a2"));
    MUST(mkdir("dir", 0755));
    MUST(mkdir("empty", 0755));
    MUST(mkdir("full", 0755));
    make_file("full/x", "x");
    CALL(rename("a", "new"));
    CALL(rename("new", "b"));
    show_file("b");
    CALL(rename("b", "b"));
    CALL(rename("b", "a2"));
    list_dir(".");
    CALL(rename("missing", "x"));
    CALL(rename("b", "missing/x"));
    CALL(rename("b", "dir"));
    CALL(rename("dir", "b"));
    CALL(rename("dir", "empty"));
    CALL(rename("empty", "full"));
    CALL(rename("empty", "empty/below"));
    CALL(rename("full", "full/below/deeper"));
    CALL(rename("full", "."));
    CALL(rename("full", ".."));
    CALL(rename(".", "full2"));
    CALL(rename("..", "full2"));
    CALL(rename("full/.", "full2"));
    CALL(rename("full/..", "full2"));
    CALL(rename("b", "/"));
    CALL(rename("/", "b2"));
    CALL(rename("full/x", "."));
    CALL(rename("full/x", "empty/"));
    CALL(rename("b/", "b3"));
    CALL(rename("b", "b3/"));
    CALL(rename("full/", "moved/"));
    CALL(rename("moved", "moved2/"));
    list_dir(".");
    list_dir("moved2");
}
