#include "conformance.h"

// A failed exec changes nothing: descriptors, handlers, mappings, name and threads stay.
static volatile sig_atomic_t caught;
static void handler(int number) { caught = number; }

int main(int argc, char **argv) {
    (void)argc;
    signal(SIGUSR1, handler);
    int fd = (int)MUST(open(FIX "/file", O_RDONLY | O_CLOEXEC));
    make_script("bad", "#!/conf/work/missing\n");
    make_script("text", "text\n");
    const char *paths[] = {"missing", "bad", "text", FIX "/dir", FIX "/file", FIX "/self"};
    for (size_t i = 0; i < COUNT(paths); i++) {
        CALL_AS(paths[i], execve(paths[i], argv, environ));
        caught = 0;
        MUST(raise(SIGUSR1));
        printf("handler %d, descriptor %d\n", caught == SIGUSR1, fcntl(fd, F_GETFD) == FD_CLOEXEC);
        show_link("/proc/self/exe");
    }
    show_fd("descriptor", fd);
}
