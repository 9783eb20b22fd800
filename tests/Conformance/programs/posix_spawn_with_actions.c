#include "conformance.h"
#include <spawn.h>

// posix_spawn: file actions that open by path, a PATH search, attributes, and its errors.
int main(void) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    pid_t pid;
    MUST(symlink(FIX "/file", "input"));
    MUST(mkdir("dir", 0755));
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "input", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 5, "made", O_WRONLY | O_CREAT, 0600);
    posix_spawn_file_actions_addchdir_np(&actions, "dir");
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    char *const arguments[] = {"sh", "-c", "read line; echo \"$line\" $PWD; echo out >&5; exit 8", NULL};
    int error = posix_spawn(&pid, "/bin/sh", &actions, &attributes, arguments, environ);
    wait_child("spawned", pid);
    printf("%d\n", error);
    show_file("made");
    error = posix_spawnp(&pid, "sh", &actions, NULL, arguments, environ);
    wait_child("by PATH", pid);
    printf("%d\n", error);
    printf("%s\n", errno_name(posix_spawn(&pid, "/missing", NULL, NULL, arguments, environ)));
    printf("%s\n", errno_name(posix_spawnp(&pid, "missing", NULL, NULL, arguments, environ)));
    printf("%s\n", errno_name(posix_spawn(&pid, FIX "/dir", NULL, NULL, arguments, environ)));
    posix_spawn_file_actions_addopen(&actions, 6, "missing", O_RDONLY, 0);
    printf("%s\n", errno_name(posix_spawn(&pid, "/bin/sh", &actions, NULL, arguments, environ)));
    printf("no child is left: %d\n", waitpid(-1, NULL, 0) < 0 && errno == ECHILD);
}
