#include "conformance.h"

// Symbolic links into, within and out of bindings, with ".." after them, resolve in the guest's view.
int main(void) {
    const char *paths[] = {FIX "/to_binding/one",
                           FIX "/to_binding/sub/two",
                           FIX "/to_binding/deep/three",
                           FIX "/to_deep/three",
                           FIX "/to_deep/../one",
                           FIX "/to_deep/../../file",
                           FIX "/to_deep/../../../fix/file",
                           FIX "/to_binding/..",
                           FIX "/to_binding/../file",
                           FIX "/through_binding_and_back",
                           FIX "/to_bound_file",
                           MNT "/a/back",
                           MNT "/a/abs_back",
                           MNT "/a/up/file",
                           MNT "/a/up/a/one",
                           MNT "/a/up/../fix/file",
                           MNT "/a/abs_sub/two",
                           MNT "/a/abs_sub/../one",
                           MNT "/a/into_deep",
                           MNT "/a/deep/up_to_one",
                           MNT "/a/deep/../deep/three",
                           MNT "/a/sub/../../a/sub/two",
                           MNT "/a/..",
                           MNT "/a/deep/..",
                           MNT "/a/deep/../..",
                           MNT "/a/deep/../../..",
                           MNT "/ro/to_work",
                           MNT "/ro/to_work/../fix/file",
                           MNT "/ro/..",
                           MNT "/a/sub/../../../fix/rel_link"};
    for (size_t i = 0; i < COUNT(paths); i++) {
        show_stat(paths[i]);
        struct stat st;
        if (stat(paths[i], &st) == 0 && S_ISREG(st.st_mode)) show_file(paths[i]);
        else list_dir(paths[i]);
    }
}
