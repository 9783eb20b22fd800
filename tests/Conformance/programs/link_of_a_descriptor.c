#include "conformance.h"

// linkat by descriptor: AT_EMPTY_PATH and /proc/self/fd/N with AT_SYMLINK_FOLLOW, for O_TMPFILE too.
int main(void) {
    char path[64];
    make_file("file", "by descriptor");
    int file = (int)MUST(open("file", O_RDONLY));
    CALL(linkat(file, "", AT_FDCWD, "empty_path", AT_EMPTY_PATH));
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    CALL_AS("follow /proc", linkat(AT_FDCWD, path, AT_FDCWD, "from_proc", AT_SYMLINK_FOLLOW));
    CALL_AS("the /proc link itself", linkat(AT_FDCWD, path, AT_FDCWD, "proc_link", 0));
    show_file("from_proc");
    int tmp = (int)MUST(open(".", O_TMPFILE | O_RDWR, 0640));
    MUST(write(tmp, "unnamed", 7));
    snprintf(path, sizeof path, "/proc/self/fd/%d", tmp);
    CALL_AS("tmpfile named", linkat(AT_FDCWD, path, AT_FDCWD, "named", AT_SYMLINK_FOLLOW));
    show_file("named");
    show_stat("named");
    int exclusive = (int)MUST(open(WORK, O_TMPFILE | O_RDWR | O_EXCL, 0640));
    snprintf(path, sizeof path, "/proc/self/fd/%d", exclusive);
    CALL_AS("exclusive tmpfile", linkat(AT_FDCWD, path, AT_FDCWD, "never", AT_SYMLINK_FOLLOW));
    MUST(unlink("file"));
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    CALL_AS("still linked elsewhere", linkat(AT_FDCWD, path, AT_FDCWD, "again", AT_SYMLINK_FOLLOW));
    CALL_AS("tmpfile on a file", open("named", O_TMPFILE | O_RDWR, 0600));
    CALL_AS("tmpfile in a missing directory", open("missing", O_TMPFILE | O_RDWR, 0600));
    CALL_AS("tmpfile read-only", open(".", O_TMPFILE | O_RDONLY, 0600));
    CALL_AS("tmpfile on a read-only binding", open(MNT "/ro", O_TMPFILE | O_RDWR, 0600));
    int bound = (int)MUST(open(MNT "/a", O_TMPFILE | O_RDWR, 0600));
    snprintf(path, sizeof path, "/proc/self/fd/%d", bound);
    CALL_AS("across bindings", linkat(AT_FDCWD, path, AT_FDCWD, "crossed", AT_SYMLINK_FOLLOW));
    CALL_AS("within the binding", linkat(AT_FDCWD, path, AT_FDCWD, MNT "/a/linked", AT_SYMLINK_FOLLOW));
    list_dir(".");
    list_dir(MNT "/a");
}
