#include "conformance.h"

// rename(2) and link(2) from one binding to another are EXDEV, even where the host's filesystem is one.
int main(void) {
    make_file("file", "x");
    MUST(mkdir("dir", 0755));
    CALL(rename("file", MNT "/a/file"));
    CALL(rename(MNT "/a/one", "one"));
    CALL(rename(MNT "/a/one", MNT "/a/deep/one"));
    CALL(rename(MNT "/a/deep/three", MNT "/a/three"));
    CALL(rename("dir", MNT "/a/dir"));
    CALL(rename("missing", MNT "/a/file"));
    CALL(rename("file", MNT "/a/missing/file"));
    CALL(rename("file", MNT "/file"));
    CALL(rename(MNT "/file", "file"));
    CALL(link("file", MNT "/a/file"));
    CALL(link(MNT "/a/one", "one"));
    CALL(link(MNT "/a/one", MNT "/a/deep/one"));
    CALL(link(MNT "/file", WORK "/linked"));
    CALL(link("missing", MNT "/a/file"));
    CALL(link("file", MNT "/a/one"));
    CALL(rename(MNT "/a/one", MNT "/a/sub/one"));
    CALL(link(MNT "/a/sub/one", MNT "/a/one"));
    CALL(rename("/conf/twice1/sub/leaf", "/conf/twice2/sub/leaf2"));
    CALL(link("/conf/twice1/sub/leaf", "/conf/twice2/sub/leaf2"));
    CALL(rename("/conf/twice1/sub/leaf", "/conf/twice1/leaf"));
    CALL(rename(FIX "/to_binding/one", WORK "/one"));
    CALL(rename(FIX "/to_binding/one", MNT "/a/uno"));
    list_dir(".");
    list_dir(MNT "/a");
    list_dir("/conf/twice2");
}
