// identity: root
#include "sites.h"

// Root's own files, modes and root directory change between calls at one site: each call answers as things are.
static void look(const char *label) {
    static const char *const paths[] = {WORK "/secret",  "secret", WORK "/closed/inside",
                                        "closed/inside", "/leaf",  "plain"};
    printf("%s\n", label);
    for (size_t i = 0; i < COUNT(paths); i++) {
        for (int round = 0; round < 3; round++) {
            struct stat status;
            int results[] = {stat(paths[i], &status) == 0 ? 0 : errno, AT_SITE(access, paths[i], R_OK) == 0 ? 0 : errno,
                             AT_SITE(access, paths[i], W_OK | X_OK) == 0 ? 0 : errno,
                             AT_SITE(faccessat2, AT_FDCWD, paths[i], R_OK, AT_EACCESS) == 0 ? 0 : errno,
                             site_closed(AT_SITE(open, paths[i], O_RDONLY)) == 0 ? 0 : errno};
            static int first[COUNT(results)];
            if (round > 0 && memcmp(first, results, sizeof first) == 0) continue;
            memcpy(first, results, sizeof first);
            printf("  %s in round %d:", paths[i], round);
            for (size_t j = 0; j < COUNT(results); j++) printf(" %s", errno_name(results[j]));
            if (results[0] == 0) printf(", own %d mode %o", status.st_uid == 0, status.st_mode & 07777);
            printf("\n");
        }
    }
}

static void in_child(const char *label, void (*change)(void)) {
    pid_t pid = fork_child();
    if (pid == 0) {
        look("before");
        change();
        look(label);
        _exit(0);
    }
    wait_child(label, pid);
}

static void change_root(void) {
    MUST(chroot("tree"));
    look("chroot, outside");
    MUST(chdir("/"));
    look("chroot");
    MUST(chroot("."));
}

static void change_modes(void) {
    MUST(chmod("plain", 04711));
    MUST(chmod("closed", 0));
}

int main(void) {
    make_file("plain", "plain");
    make_file("secret", "secret");
    MUST(chmod("secret", 0600));
    MUST(mkdir("tree", 0755));
    make_file("tree/leaf", "leaf");
    MUST(mkdir("closed", 0700));
    make_file("closed/inside", "inside");
    in_child("chroot", change_root);
    in_child("modes", change_modes);
    look("at the end");
}
