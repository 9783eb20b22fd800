#include "conformance.h"

// A renamed working directory keeps working and getcwd follows the new name, also when a parent is renamed.
int main(void) {
    MUST(mkdir("one", 0755));
    MUST(mkdir("one/two", 0755));
    make_file("one/two/file", "found");
    MUST(chdir("one/two"));
    show_cwd();
    CALL(rename(WORK "/one/two", WORK "/one/renamed"));
    show_cwd();
    show_file("file");
    show_link("/proc/self/cwd");
    CALL(rename("../../one", WORK "/uno"));
    show_cwd();
    show_file("../renamed/file");
    CALL(rename("../renamed", "../../moved_up"));
    show_cwd();
    list_dir("..");
    list_dir(".");
    CALL(mkdir("new", 0755));
    show_stat(WORK "/moved_up/new");
    CALL(chdir(".."));
    show_cwd();
}
