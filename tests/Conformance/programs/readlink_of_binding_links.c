#include "conformance.h"

// Links inside bindings and the rootfs are read back as they are stored, never as host paths.
int main(void) {
    const char *links[] = {MNT "/a/back",
                           MNT "/a/abs_back",
                           MNT "/a/up",
                           MNT "/a/rel",
                           MNT "/a/abs_sub",
                           MNT "/a/into_deep",
                           MNT "/a/deep/up_to_one",
                           MNT "/ro/link",
                           MNT "/ro/to_work",
                           FIX "/to_binding",
                           FIX "/to_deep",
                           FIX "/root_link",
                           FIX "/escape",
                           "/bin",
                           "/lib64",
                           "/usr/lib64/ld-linux-x86-64.so.2",
                           FIX "/proc_cwd_link",
                           FIX "/to_binding/rel",
                           MNT "/a",
                           MNT "/file"};
    for (size_t i = 0; i < COUNT(links); i++) {
        show_link(links[i]);
        show_lstat(links[i]);
    }
    MUST(symlink("/conf/work/target", MNT "/a/new_link"));
    show_link(MNT "/a/new_link");
    OPENS(open(MNT "/a/new_link", O_RDWR | O_CREAT, 0644));
    list_dir(WORK);
}
