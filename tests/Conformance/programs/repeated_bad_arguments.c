// variants: static
#include "sites.h"
#include <sys/mman.h>

// Bad arguments, again and again at one site: which of several errors wins, and what is not read at all.
static char buffer[512];

static void bad_paths(char *end) {
    char *const bad[] = {NULL_POINTER, BAD_POINTER, end, end - 4, (char *)(1ul << (8 * sizeof(long) - 2))};
    memcpy(end - 4, FIX, 4);
    for (size_t i = 0; i < COUNT(bad); i++) {
        printf("bad path %zu\n", i);
        AGAIN(AT_SITE(stat, bad[i], buffer));
        AGAIN(AT_SITE(lstat, bad[i], buffer));
        AGAIN(AT_SITE(newfstatat, AT_FDCWD, bad[i], buffer, AT_SYMLINK_NOFOLLOW));
        AGAIN(AT_SITE(open, bad[i], O_RDONLY));
        AGAIN(AT_SITE(openat, -1, bad[i], O_RDONLY));
        AGAIN(AT_SITE(access, bad[i], F_OK));
        AGAIN(AT_SITE(access, bad[i], 8));
        AGAIN(AT_SITE(faccessat2, AT_FDCWD, bad[i], F_OK, AT_EACCESS));
        AGAIN(AT_SITE(readlink, bad[i], buffer, sizeof buffer));
        AGAIN(AT_SITE(readlink, bad[i], buffer, 0));
        AGAIN(AT_SITE(getxattr, bad[i], "user.none", buffer, sizeof buffer));
    }
}

static void bad_buffers(char *end) {
    char *const bad[] = {NULL_POINTER, end, end - 8};
    for (size_t i = 0; i < COUNT(bad); i++) {
        printf("bad buffer %zu\n", i);
        AGAIN(AT_SITE(stat, FIX "/file", bad[i]));
        AGAIN(AT_SITE(stat, FIX "/missing", bad[i]));
        AGAIN(AT_SITE(lstat, "plain", bad[i]));
        AGAIN(AT_SITE(newfstatat, AT_FDCWD, "", bad[i], AT_EMPTY_PATH));
        AGAIN(AT_SITE(statx, AT_FDCWD, FIX "/file", 0, 1, bad[i]));
        AGAIN(AT_SITE(readlink, "link", bad[i], 100));
        AGAIN(AT_SITE(readlink, FIX "/file", bad[i], 100));
        AGAIN(AT_SITE(readlink, FIX "/missing", bad[i], 100));
        AGAIN(AT_SITE(getxattr, FIX "/file", bad[i], buffer, sizeof buffer));
        AGAIN(AT_SITE(getxattr, FIX "/missing", bad[i], buffer, sizeof buffer));
    }
}

static void bad_descriptors(void) {
    int file = (int)MUST(open("plain", O_RDONLY));
    int work = (int)MUST(open(".", O_RDONLY));
    const int descriptors[] = {-1, 99, file, work, AT_FDCWD, INT_MIN};
    for (size_t i = 0; i < COUNT(descriptors); i++) {
        int fd = descriptors[i];
        printf("descriptor %zu\n", i);
        AGAIN(AT_SITE(newfstatat, fd, "plain", buffer, 0));
        AGAIN(AT_SITE(newfstatat, fd, FIX "/file", buffer, 0));
        AGAIN(AT_SITE(newfstatat, fd, "", buffer, 0));
        AGAIN(AT_SITE(newfstatat, fd, "", buffer, AT_EMPTY_PATH));
        AGAIN(AT_SITE(statx, fd, "", AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW, 1, buffer));
        AGAIN(site_closed(AT_SITE(openat, fd, "plain", O_RDONLY)));
        AGAIN(site_closed(AT_SITE(openat, fd, "", O_RDONLY)));
        AGAIN(AT_SITE(faccessat, fd, "plain", R_OK));
        AGAIN(AT_SITE(faccessat2, fd, "", R_OK, AT_EMPTY_PATH));
        AGAIN(AT_SITE(readlinkat, fd, "link", buffer, 100));
        AGAIN(AT_SITE(readlinkat, fd, "", buffer, 100));
    }
    close(file);
    close(work);
}

static void bad_flags(void) {
    static const char *const paths[] = {FIX "/file", FIX "/missing", "plain", "absent", "plain/x", FIX "/rel_link"};
    for (size_t i = 0; i < COUNT(paths); i++) {
        printf("%s\n", paths[i]);
        AGAIN(AT_SITE(newfstatat, AT_FDCWD, paths[i], buffer, AT_NO_AUTOMOUNT));
        AGAIN(AT_SITE(newfstatat, AT_FDCWD, paths[i], buffer, AT_SYMLINK_FOLLOW));
        AGAIN(AT_SITE(newfstatat, AT_FDCWD, paths[i], buffer, 1));
        AGAIN(AT_SITE(statx, AT_FDCWD, paths[i], 0x2000, 1, buffer));
        AGAIN(AT_SITE(statx, AT_FDCWD, paths[i], 0x4000, 1, buffer));
        AGAIN(AT_SITE(statx, AT_FDCWD, paths[i], 0x6000, 1, buffer)); // both: EINVAL, before the path is looked at
        AGAIN(AT_SITE(statx, AT_FDCWD, paths[i], 0, 0x80000000, buffer));
        AGAIN(AT_SITE(statx, AT_FDCWD, paths[i], 0x10000, 1, buffer));
        AGAIN(AT_SITE(access, paths[i], 8));
        AGAIN(AT_SITE(access, paths[i], -1));
        AGAIN(AT_SITE(faccessat, AT_FDCWD, paths[i], R_OK, AT_SYMLINK_NOFOLLOW)); // which it does not take
        AGAIN(AT_SITE(faccessat2, AT_FDCWD, paths[i], R_OK, AT_SYMLINK_NOFOLLOW));
        AGAIN(AT_SITE(faccessat2, AT_FDCWD, paths[i], R_OK, AT_NO_AUTOMOUNT));
        AGAIN(AT_SITE(readlink, paths[i], buffer, 0));
        AGAIN(AT_SITE(readlink, paths[i], buffer, -1));
        AGAIN(AT_SITE(readlink, paths[i], buffer, INT_MIN));
        AGAIN(AT_SITE(getxattr, paths[i], "", buffer, sizeof buffer));
        AGAIN(AT_SITE(getxattr, paths[i], "nonsense", buffer, sizeof buffer));
        AGAIN(AT_SITE(getxattr, paths[i], "user.none", buffer, -1));
        AGAIN(AT_SITE(getxattr, paths[i], "user.none", NULL_POINTER, 0));
    }
}

int main(void) {
    make_file("plain", "plain");
    MUST(symlink("plain", "link"));
    char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    MUST(munmap(pages + 4096, 4096));
    bad_flags();
    bad_descriptors();
    bad_buffers(pages + 4096);
    bad_paths(pages + 4096);
}
