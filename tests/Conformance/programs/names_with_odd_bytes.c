#include "conformance.h"

// Any byte but '/' and NUL may be in a name: newlines, colons, high bytes, dots, blanks, control characters.
int main(void) {
    const char *names[] = {"with space", "new\nline",   "colon:host:guest", "\377\376\001", "...",  "..x",
                           ".hidden",    "-dash",       "back\\slash",      "tab\t",        "%s%n", "\"quoted\"",
                           "(deleted)",  "x (deleted)", "\xc3\xa9",         "\033[1m",      "~",    "$HOME",
                           "*"};
    for (size_t i = 0; i < COUNT(names); i++) {
        int fd = (int)MUST(open(names[i], O_RDWR | O_CREAT | O_EXCL, 0644));
        char path[64], target[PATH_MAX];
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        ssize_t size = readlink(path, target, sizeof target);
        size_t prefix = strlen(WORK "/");
        printf("%zu: its own name %d", i,
               (size_t)size == prefix + strlen(names[i]) && memcmp(target + prefix, names[i], strlen(names[i])) == 0);
        close(fd);
        MUST(unlink(names[i]));
        MUST(mkdir(names[i], 0755));
        MUST(chdir(names[i]));
        char cwd[PATH_MAX];
        MUST(syscall(SYS_getcwd, cwd, sizeof cwd));
        printf(", cwd %d", strcmp(cwd + prefix, names[i]) == 0);
        MUST(chdir(".."));
        MUST(symlink(names[i], "link"));
        printf(", link %d\n", same_file("link", names[i]));
        MUST(unlink("link"));
    }
    DIR *dir = opendir(".");
    size_t found = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        for (size_t i = 0; i < COUNT(names); i++) found += strcmp(entry->d_name, names[i]) == 0;
    }
    printf("listed %d\n", found == COUNT(names));
}
