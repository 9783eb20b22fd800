// variants: static
#include "sites.h"

// Names and paths at the edges of their lengths, again and again at one site.
static char path[2 * PATH_MAX], buffer[512];

static void try(const char *label) {
    printf("%s, %zu bytes\n", label, strlen(path));
    AGAIN(AT_SITE(stat, path, buffer));
    AGAIN(AT_SITE(lstat, path, buffer));
    AGAIN(site_closed(AT_SITE(open, path, O_RDONLY)));
    AGAIN(AT_SITE(access, path, R_OK));
    AGAIN(AT_SITE(readlink, path, buffer, sizeof buffer));
    AGAIN(AT_SITE(getxattr, path, "user.none", buffer, sizeof buffer));
}

// A path of so many bytes: a beginning, what is repeated, and an end.
static void build(size_t size, const char *start, const char *part, const char *end) {
    strcpy(path, start);
    while (strlen(path) + strlen(part) + strlen(end) <= size) strcat(path, part);
    while (strlen(path) + strlen(end) < size) strcat(path, "/");
    strcat(path, end);
}

int main(void) {
    static const size_t lengths[] = {NAME_MAX, NAME_MAX + 1};
    for (size_t i = 0; i < COUNT(lengths); i++) {
        memset(path, 'n', lengths[i]);
        path[lengths[i]] = 0;
        int fd = open(path, O_WRONLY | O_CREAT, 0644);
        if (fd >= 0) close(fd);
        try("a name");
        memmove(path + sizeof WORK, path, lengths[i] + 1);
        memcpy(path, WORK "/", sizeof WORK);
        try("an absolute name");
        strcat(path, "/below");
        try("below it");
    }
    make_file("plain", "plain");
    MUST(mkdir("tree", 0755));
    make_file("tree/leaf", "leaf");
    for (size_t size = PATH_MAX - 2; size <= PATH_MAX + 1; size++) {
        build(size, "", "/", WORK "/plain" + 1);
        try("slashes");
        build(size, WORK, "/", "/tree/leaf");
        try("slashes within");
        build(size, "./", "./", "plain");
        try("dots");
        build(size, WORK "/", "tree/../", "plain");
        try("back and forth");
        build(size, FIX, "/missing", "/x");
        try("missing");
    }
    memset(path, 'x', sizeof path - 1);
    try("no end");
}
