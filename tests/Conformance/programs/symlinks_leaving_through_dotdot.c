#include "conformance.h"

// Links that climb above the root end at the root, never at what the root lies in.
int main(void) {
    show_file(FIX "/escape");
    list_dir(FIX "/escape_dir");
    show_stat(FIX "/escape_dir/etc/passwd");
    show_stat(FIX "/escape_dir/../../etc/passwd");
    show_stat(FIX "/root_link/conf/fix/file");
    show_stat(FIX "/root_link/../conf/fix/root_link/conf/fix/file");
    show_stat(FIX "/dotdot_link/fix/dot_link/dot_link/file");
    printf("%d\n", same_file(FIX "/escape_dir", "/"));
    printf("%d\n", same_file(FIX "/root_link", "/"));
    MUST(symlink("../../../../../../../../../../../conf/work/made", "out"));
    OPENS(open("out", O_RDWR | O_CREAT, 0644));
    list_dir(".");
    MUST(symlink("/../../conf/work/made2", "out2"));
    OPENS(open("out2", O_RDWR | O_CREAT, 0644));
    list_dir(".");
    CALL(chdir(FIX "/escape_dir"));
    show_cwd();
}
