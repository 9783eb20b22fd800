// variants: static
#include "sites.h"
#include <sys/mman.h>
#include <sys/resource.h>

// Calls repeated at one site need no memory, no stack and no data of their own; a program started with small limits
// makes them too, and code may be protected anew.
static void look(const char *label) {
    char buffer[512];
    printf("%s\n", label);
    AGAIN(AT_SITE(stat, FIX "/file", buffer));
    AGAIN(AT_SITE(access, FIX "/missing", R_OK));
    AGAIN(site_closed(AT_SITE(open, FIX "/dir/inner", O_RDONLY)));
    AGAIN(AT_SITE(readlink, FIX "/rel_link", buffer, sizeof buffer));
}

int main(int argc, char **argv) {
    if (argc > 1) {
        look(argv[1]);
        return 0;
    }
    static const struct {
        const char *name;
        int resource;
        rlim_t value;
    } limits[] = {
        {"stack", RLIMIT_STACK, 128 << 10}, {"address space", RLIMIT_AS, 64 << 20}, {"data", RLIMIT_DATA, 1 << 20},
        {"locked", RLIMIT_MEMLOCK, 0},      {"file size", RLIMIT_FSIZE, 0},         {"core", RLIMIT_CORE, 0},
    };
    for (size_t i = 0; i < COUNT(limits); i++) {
        pid_t pid = fork_child();
        if (pid == 0) {
            look("before");
            struct rlimit old;
            MUST(getrlimit(limits[i].resource, &old));
            MUST(setrlimit(limits[i].resource, &(struct rlimit){limits[i].value, old.rlim_max}));
            look(limits[i].name);
            execl(PROGRAM, PROGRAM, limits[i].name, NULL);
            printf("execve: %s\n", errno_name(errno));
            _exit(125);
        }
        wait_child(limits[i].name, pid);
    }
    look("before");
    char *page = (char *)((uintptr_t)site_stat & -4096ul);
    MUST(mprotect(page, 8192, PROT_READ | PROT_WRITE | PROT_EXEC));
    look("writable");
    MUST(mprotect(page, 8192, PROT_READ | PROT_EXEC));
    look("read-only");
    MUST(madvise(page, 8192, MADV_DONTNEED)); // as the file has it
    look("read anew");
}
