// bits: 32
// identity: root
#include "i386.h"

// Root changes the owners of files by calls of 16 bits and of 32, and asks for them by both.
static void show_owner(const char *path) {
    uint16_t old[32];
    uint32_t wide[24];
    long result = INT80(107, P(path), P(old)); // ids after two words, a mode and a count of links
    if (result == 0) result = INT80(196, P(path), P(wide));
    if (result < 0) printf("  %s: %s\n", path, errno_name(errno));
    else printf("  %s: %u %u, in 16 bits %u %u\n", path, wide[6], wide[7], old[6], old[7]);
}

int main(void) {
    make_file("file", "x");
    MUST(symlink("file", "link"));
    int file = (int)MUST(open("file", O_RDWR));
    CALL_AS("chown 1000 2000", INT80(182, P("link"), 1000, 2000));
    show_owner("file");
    show_owner("link");
    CALL_AS("lchown 3000 4000", INT80(16, P("link"), 3000, 4000));
    show_owner("file");
    show_owner("link");
    CALL_AS("fchown 65534 65533", INT80(95, file, 65534, 65533));
    show_owner("file");
    CALL_AS("chown 65535 7", INT80(182, P("file"), 65535, 7));
    show_owner("file");
    CALL_AS("chown 8 65535", INT80(182, P("file"), 8, 65535));
    show_owner("file");
    CALL_AS("chown 0x10009 0x2000a", INT80(182, P("file"), 0x10009, 0x2000a));
    show_owner("file");
    CALL_AS("chown -1 -1", INT80(182, P("file"), -1, -1));
    show_owner("file");
    CALL_AS("chown32 70000 80000", INT80(212, P("file"), 70000, 80000));
    show_owner("file");
    CALL_AS("chown32 65535 -1", INT80(212, P("file"), 65535, -1));
    show_owner("file");
    CALL_AS("lchown32 5 6", INT80(198, P("link"), 5, 6));
    show_owner("link");
    CALL_AS("fchown32 0 -1", INT80(207, file, 0, -1));
    show_owner("file");
    CALL_AS("fchownat 11 12", INT80(298, AT_FDCWD, P("file"), 11, 12, 0));
    show_owner("file");
    CALL_AS("chown of a missing file", INT80(182, P("missing"), 1, 1));
    MUST(mkdir("dir", 0755));
    CALL_AS("chown of a directory", INT80(182, P("dir"), 21, 22));
    show_owner("dir");
    close(file);
}
