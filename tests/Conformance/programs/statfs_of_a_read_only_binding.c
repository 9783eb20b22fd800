#include "conformance.h"
#include <sys/statfs.h>
#include <sys/statvfs.h>

// A read-only binding says so in statfs(2); what is beside it does not.
int main(void) {
    const char *paths[] = {MNT "/ro", MNT "/ro/file", MNT "/rofile", MNT "/a", WORK};
    for (size_t i = 0; i < COUNT(paths); i++) {
        struct statvfs st;
        MUST(statvfs(paths[i], &st));
        printf("%s: read-only %d\n", paths[i], (st.f_flag & ST_RDONLY) != 0);
    }
}
