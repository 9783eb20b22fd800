#include "conformance.h"

// Every way in which a second name of a file must look like a file: for places where hard links are emulated.
static void list(const char *path) {
    char names[16][32], type[16];
    int count = 0;
    DIR *directory = opendir(path);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL && count < 16;) {
        if (entry->d_name[0] == '.') continue;
        struct stat st;
        MUST(fstatat(dirfd(directory), entry->d_name, &st, AT_SYMLINK_NOFOLLOW));
        snprintf(names[count], sizeof names[0], "%.31s", entry->d_name);
        type[count] = entry->d_type == DT_REG   ? 'f'
                      : entry->d_type == DT_LNK ? 'l'
                      : entry->d_type == DT_DIR ? 'd'
                                                : '?';
        if (S_ISREG(st.st_mode) && entry->d_ino != st.st_ino) printf("%s: inodes differ\n", entry->d_name);
        count++;
    }
    closedir(directory);
    for (int done = 0; done < count; done++) {
        int best = -1;
        for (int i = 0; i < count; i++) {
            if (names[i][0] && (best < 0 || strcmp(names[i], names[best]) < 0)) best = i;
        }
        printf("%c %s\n", type[best], names[best]);
        names[best][0] = 0;
    }
}

static void same(const char *one, const char *other) {
    struct stat a, b;
    MUST(lstat(one, &a));
    MUST(stat(other, &b));
    printf("%s and %s: %s\n", one, other, a.st_ino == b.st_ino && a.st_dev == b.st_dev ? "one file" : "two files");
}

static void names_in_proc(void) {
    char link[64];
    int fd = (int)MUST(open("d/second", O_RDONLY));
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    show_link(link);
    show_fd("by the descriptor", fd);
    struct stat st;
    MUST(fstat(fd, &st));
    printf("fstat: links %lu\n", (unsigned long)st.st_nlink);
    MUST(fstatat(fd, "", &st, AT_EMPTY_PATH));
    printf("fstatat: links %lu\n", (unsigned long)st.st_nlink);
    OPENS(open(link, O_RDONLY));
    close(fd);
}

static void copy_program(const char *from, const char *to) {
    char block[65536];
    int source = (int)MUST(open(from, O_RDONLY)), copy = (int)MUST(open(to, O_WRONLY | O_CREAT, 0755));
    for (ssize_t size; (size = MUST(read(source, block, sizeof block))) > 0;) MUST(write(copy, block, (size_t)size));
    close(source);
    close(copy);
}

static void programs(char **argv) {
    copy_program(argv[0], "copy");
    MUST(link("copy", "program"));
    for (int i = 0; i < 2; i++) {
        pid_t pid = fork_child();
        if (pid == 0) {
            execl(i ? "second_program" : "program", "x", "again", (char *)NULL);
            _exit(1);
        }
        wait_child("program", pid);
        if (i == 0) MUST(link("program", "second_program"));
    }
}

int main(int argc, char **argv) {
    if (argc > 1) {
        char exe[4096];
        ssize_t size = readlink("/proc/self/exe", exe, sizeof exe);
        printf("again: %.*s\n", (int)size, exe);
        return 0;
    }
    MUST(mkdir("d", 0755));
    make_file("first", "text");
    MUST(chmod("first", 0640));
    MUST(link("first", "d/second"));
    MUST(link("d/second", "third"));
    list(".");
    list("d");
    same("first", "d/second");
    same("third", "first");
    show_stat("first");
    OPENS(open("d/second", O_RDONLY | O_NOFOLLOW));
    OPENS(open("d/second", O_RDWR | O_CREAT | O_EXCL, 0600));
    OPENS(open("d/second", O_WRONLY | O_CREAT | O_NOFOLLOW, 0600));
    OPENS(open("d/second/", O_RDONLY));
    OPENS(open("d/second/below", O_RDONLY));
    char text[100];
    CALL(readlink("third", text, sizeof text));
    CALL(symlink("x", "third"));
    CALL(mkdir("third", 0700));
    CALL(rmdir("third"));
    CALL(link("first", "third"));
    CALL(link("d", "e"));
    CALL(chmod("d/second", 0600));
    show_stat("first");
    CALL(truncate("third", 2));
    show_file("first");
    names_in_proc();
    // Links of both kinds together.
    MUST(symlink("first", "soft"));
    show_file("soft");
    CALL(link("soft", "hard_soft"));
    show_link("hard_soft");
    CALL(linkat(AT_FDCWD, "soft", AT_FDCWD, "fourth", AT_SYMLINK_FOLLOW));
    show_stat("fourth");
    // Renames.
    CALL(rename("first", "third"));
    show_stat("first");
    CALL(syscall(SYS_renameat2, AT_FDCWD, "first", AT_FDCWD, "third", 1));
    make_file("other", "other text");
    CALL(rename("first", "other"));
    show_stat("other");
    show_stat("d/second");
    show_file("other");
    CALL(rename("d", "moved"));
    show_file("moved/second");
    same("moved/second", "other");
    CALL(rename("other", "moved"));
    CALL(unlink("moved/second/"));
    CALL(unlink("moved/second"));
    show_stat("other");
    CALL(unlink("fourth"));
    show_stat("other");
    show_file("other");
    CALL(unlink("other"));
    CALL(access("other", F_OK));
    // A file that is open and has lost all its names.
    make_file("held", "held text");
    MUST(link("held", "held2"));
    int fd = (int)MUST(open("held2", O_RDWR));
    MUST(unlink("held"));
    MUST(unlink("held2"));
    struct stat st;
    MUST(fstat(fd, &st));
    printf("links %lu\n", (unsigned long)st.st_nlink);
    show_fd("held", fd);
    // A lock file: of many who link, one succeeds.
    make_file("mine", "");
    int winners = 0;
    for (int i = 0; i < 8; i++) {
        if (fork_child() == 0) _exit(link("mine", "lock") == 0);
    }
    for (int i = 0, status; i < 8; i++) {
        MUST(wait(&status));
        winners += WEXITSTATUS(status);
    }
    printf("winners %d\n", winners);
    show_stat("mine");
    programs(argv);
    list(".");
}
