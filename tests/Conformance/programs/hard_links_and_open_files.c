#include "conformance.h"

// Link counts, a file that is unlinked while open, one name replaced while another process reads the old one.
int main(void) {
    make_file("one", "first");
    MUST(link("one", "two"));
    MUST(link("two", "three"));
    show_stat("one");
    int fd = (int)MUST(open("one", O_RDWR));
    MUST(unlink("one"));
    show_stat("two");
    MUST(unlink("two"));
    MUST(unlink("three"));
    struct stat st;
    MUST(fstat(fd, &st));
    printf("links %lu size %lld\n", (unsigned long)st.st_nlink, (long long)st.st_size);
    MUST(pwrite(fd, "FIRST", 5, 0));
    show_fd("still there", fd);
    make_file("config", "old");
    int old = (int)MUST(open("config", O_RDONLY));
    make_file("config.new", "new");
    MUST(rename("config.new", "config"));
    show_fd("the old one", old);
    show_file("config");
    pid_t pid = fork_child();
    if (pid == 0) {
        lseek(old, 0, SEEK_SET);
        show_fd("old in the child", old);
        show_file("config");
        _exit(0);
    }
    wait_child("child", pid);
}
