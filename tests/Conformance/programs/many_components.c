#include "conformance.h"

// Hundreds of components, ".." again and again, in and out of directories, links and bindings.
static char path[PATH_MAX];
static void try(const char *label, const char *start, const char *step, int count, const char *last) {
    size_t used = (size_t)sprintf(path, "%s", start);
    for (int i = 0; i < count; i++) used += (size_t)sprintf(path + used, "%s", step);
    strcpy(path + used, last);
    struct stat st;
    if (stat(path, &st) < 0) printf("%s: %s\n", label, errno_name(errno));
    else conf_print_stat(label, &st);
}

int main(void) {
    try("dir and back", FIX, "/dir/..", 500, "/file");
    try("to the root and in", "", "/conf/fix/../..", 200, "/conf/fix/file");
    try("above the root", "", "/..", 1000, "/etc/passwd");
    try("in and out of a binding", MNT, "/a/..", 600, "/file");
    try("in and out of two bindings", MNT, "/a/deep/../..", 250, "/a/one");
    try("links, 39 of them", FIX, "/dir_link/..", 39, "/file");
    try("links, 41 of them", FIX, "/dir_link/..", 41, "/file");
    try("absolute links", FIX, "/abs_dir_link/..", 30, "/file");
    try("the binding by a link", FIX, "/to_binding/../../fix", 20, "/file");
    try("through a file", FIX, "/dir/..", 100, "/file/x");
    try("missing in the middle", FIX, "/dir/..", 100, "/missing/../file");
}
