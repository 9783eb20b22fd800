#include "conformance.h"

// execvp: PATH is searched in the guest, a text file without "#!" goes to the guest's /bin/sh.
static void try(const char *path, const char *name) {
    pid_t pid = fork_child();
    if (pid == 0) {
        setenv("PATH", path, 1);
        execlp(name, name, "argument", NULL);
        printf("%s in %s: %s\n", name, path, errno_name(errno));
        _exit(125);
    }
    wait_child(name, pid);
}

int main(void) {
    MUST(mkdir("dir", 0755));
    MUST(mkdir("first", 0755));
    make_script("dir/tool", "#!/bin/sh\necho tool \"$0\" \"$1\"\n");
    make_script("dir/text", "echo text \"$1\"\n");
    make_file("first/tool", "not executable");
    make_script(MNT "/a/bound", "#!/bin/sh\necho bound \"$0\"\n");
    try(WORK "/dir", "tool");
    try("dir", "tool");
    try("first:dir", "tool");
    try("first", "tool");
    try("/missing:" WORK "/dir", "text");
    try(":dir", "tool");
    try(WORK "/dir", "missing");
    try(FIX "/to_binding", "bound");
    try("/bin", "sh");
}
