#include "conformance.h"

// O_CREAT through dangling links creates the target; O_EXCL and O_NOFOLLOW see the link itself.
int main(void) {
    MUST(mkdir("dir", 0755));
    MUST(symlink("target", "link"));
    MUST(symlink("/conf/work/dir/absolute_target", "abs"));
    MUST(symlink("missing/target", "deep"));
    MUST(symlink("dir/../second", "winding"));
    MUST(symlink("link2", "link1"));
    MUST(symlink("final", "link2"));
    MUST(symlink("slashed/", "slash"));
    OPENS(open("link", O_CREAT | O_EXCL | O_WRONLY, 0644));
    OPENS(open("link", O_CREAT | O_NOFOLLOW | O_WRONLY, 0644));
    OPENS(open("link", O_WRONLY));
    list_dir(".");
    OPENS(open("link", O_CREAT | O_WRONLY, 0644));
    OPENS(open("abs", O_CREAT | O_WRONLY, 0644));
    OPENS(open("deep", O_CREAT | O_WRONLY, 0644));
    OPENS(open("winding", O_CREAT | O_WRONLY, 0644));
    OPENS(open("link1", O_CREAT | O_WRONLY, 0644));
    OPENS(open("slash", O_CREAT | O_WRONLY, 0644));
    list_dir(".");
    list_dir("dir");
    OPENS(open("link", O_CREAT | O_EXCL | O_WRONLY, 0644));
    OPENS(open(FIX "/self", O_CREAT | O_WRONLY, 0644));
    OPENS(open(FIX "/self", O_CREAT | O_EXCL | O_WRONLY, 0644));
    OPENS(open(FIX "/self", O_CREAT | O_NOFOLLOW | O_WRONLY, 0644));
}
