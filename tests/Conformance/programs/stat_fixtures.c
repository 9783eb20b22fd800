#include "conformance.h"

// stat(2) and lstat(2) of every kind of fixture.
int main(void) {
    const char *names[] = {"file",          "dir",          "rel_link",       "abs_link",
                           "dir_link",      "abs_dir_link", "dir_slash_link", "file_slash_link",
                           "chain1",        "self",         "loop_a",         "dangling",
                           "dangling_abs",  "escape",       "escape_dir",     "root_link",
                           "dot_link",      "dotdot_link",  "locked",         "locked/inside",
                           "missing",       "file/below",   "dir/inner",      "dir_link/inner",
                           "rel_link/below"};
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%s/%s", FIX, names[i]);
        show_stat(path);
        show_lstat(path);
    }
}
