#include "conformance.h"
#include <sys/fsuid.h>

// Real, effective and saved ids are the user's own; becoming anyone else is EPERM.
extern int setgroups(size_t, const gid_t *);
int main(void) {
    uid_t r, e, s;
    gid_t groups[64];
    MUST(getresuid(&r, &e, &s));
    printf("uids equal %d, not root %d\n", r == e && e == s, r != 0);
    MUST(getresgid(&r, &e, &s));
    printf("gids equal %d\n", r == e && e == s);
    CALL(getgroups(64, groups));
    CALL(setuid(0));
    CALL(setgid(0));
    CALL(setresuid(-1, 0, -1));
    CALL(setreuid(getuid(), getuid()));
    CALL(setgroups(0, NULL));
    CALL(setfsuid((uid_t)-1) == (int)getuid());
    struct stat st;
    MUST(stat(WORK, &st));
    printf("the work directory is own %d\n", st.st_uid == getuid() && st.st_gid == getgid());
    MUST(stat("/proc/self", &st));
    printf("/proc/self is own %d\n", st.st_uid == getuid());
    MUST(stat("/proc/sys", &st));
    printf("/proc/sys is root's %d\n", st.st_uid == 0);
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    while (fgets(line, sizeof line, status) != NULL) {
        if (strncmp(line, "Cap", 3) == 0 && strncmp(line, "CapBnd", 6) != 0) fputs(line, stdout);
    }
}
