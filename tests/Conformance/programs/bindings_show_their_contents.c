#include "conformance.h"

// Files, directories and nested bindings appear at their guest paths; what they cover is hidden.
int main(void) {
    show_file(MNT "/a/one");
    show_file(MNT "/a/sub/two");
    show_file(MNT "/a/deep/three");
    show_file(MNT "/a/deep/hidden");
    show_file(MNT "/file");
    show_file(MNT "/a/rel");
    list_dir(MNT);
    list_dir(MNT "/a");
    list_dir(MNT "/a/deep");
    show_stat(MNT "/a");
    show_stat(MNT "/file");
    show_stat(MNT "/a/deep/within");
    make_file(MNT "/a/new", "made in the binding");
    show_file(MNT "/a/sub/../new");
    make_file(MNT "/a/deep/new", "made in the inner binding");
    list_dir(MNT "/a");
    list_dir(MNT "/a/deep");
    make_file(MNT "/file", "changed");
    show_file(MNT "/file");
    MUST(mkdir(MNT "/a/dir", 0755));
    MUST(rename(MNT "/a/new", MNT "/a/dir/new"));
    list_dir(MNT "/a/dir");
    show_file(FIX "/to_bound_file");
}
