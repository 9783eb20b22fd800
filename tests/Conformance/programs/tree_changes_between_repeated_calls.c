#include "sites.h"

// The tree changes between calls at one site: each call answers as the tree is.
static struct stat status;

static void look(const char *label, const char *path) {
    char text[64];
    long size = AT_SITE(readlink, path, text, sizeof text);
    printf("%s, %s: ", label, path);
    if (size >= 0) printf("-> %.*s ", (int)size, text);
    if (lstat(path, &status) == 0) printf("%s ", type_name(status.st_mode));
    if (stat(path, &status) == 0) printf("of %s ", type_name(status.st_mode));
    printf("access %s ", AT_SITE(access, path, R_OK) == 0 ? "yes" : errno_name(errno));
    long fd = AT_SITE(open, path, O_RDONLY | O_NONBLOCK);
    if (fd < 0) printf("open %s\n", errno_name(errno));
    else if (S_ISREG(status.st_mode)) show_fd("open", (int)fd);
    else printf("open\n");
    if (fd >= 0) close((int)fd);
}

static void look_all(const char *label) {
    static const char *const paths[] = {"it", WORK "/it", "it/leaf", WORK "/it/leaf", "it/", "./it"};
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < COUNT(paths); i++) look(label, paths[i]);
}

int main(void) {
    MUST(mkdir("tree", 0755));
    make_file("tree/leaf", "leaf");
    make_file("plain", "plain");
    look_all("missing");
    make_file("it", "file");
    look_all("file");
    MUST(unlink("it") | symlink("plain", "it"));
    look_all("link");
    MUST(unlink("it") | symlink("tree", "it"));
    look_all("link to a directory");
    MUST(unlink("it") | rename("tree", "it"));
    look_all("directory");
    MUST(chmod("it", 0600));
    look_all("not searchable");
    MUST(chmod("it", 0700) | rename("it/leaf", "leaf") | symlink("../plain", "it/leaf"));
    look_all("link within");
    MUST(unlink("it/leaf") | mkdir("it/leaf", 0755));
    look_all("directory within");
    MUST(rmdir("it/leaf") | rmdir("it") | mkfifo("it", 0600));
    look_all("fifo");
    MUST(unlink("it"));
    MUST(symlink(MNT "/a", "it"));
    look_all("link to a binding");

    // The working directory moves and goes away.
    MUST(unlink("it") | mkdir("inner", 0755) | chdir("inner"));
    make_file("it", "in the inner directory");
    look("before", "it");
    MUST(rename(WORK "/inner", WORK "/moved"));
    look("moved", "it");
    show_cwd();
    MUST(unlink("it") | rmdir(WORK "/moved"));
    for (int round = 0; round < 3; round++) {
        look("removed", "it");
        look("removed", ".");
        look("removed", "./it");
    }
    MUST(chdir(FIX "/dir"));
    look("elsewhere", "inner");
    MUST(chdir(MNT "/a"));
    for (int round = 0; round < 3; round++) {
        look("in a binding", "one");
        look("in a binding", "sub/two");
        look("in a binding", "deep/three");
        look("in a binding", "deep/hidden");
    }
    MUST(chdir("/conf/twice1"));
    for (int round = 0; round < 3; round++) look("in a directory bound twice", "sub/leaf");
    MUST(chdir(WORK));
    look("back", "plain");
}
