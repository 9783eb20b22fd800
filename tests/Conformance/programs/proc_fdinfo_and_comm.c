#include "conformance.h"
#include <sys/prctl.h>

// fdinfo tells position and flags; comm can be set by prctl and by writing.
int main(void) {
    int fd = (int)MUST(open(FIX "/file", O_RDONLY | O_CLOEXEC));
    MUST(lseek(fd, 4, SEEK_SET));
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/self/fdinfo/%d", fd);
    FILE *info = fopen(path, "r");
    while (fgets(line, sizeof line, info) != NULL) {
        if (strncmp(line, "pos:", 4) == 0 || strncmp(line, "flags:", 6) == 0) fputs(line, stdout);
    }
    fclose(info);
    MUST(prctl(PR_SET_NAME, "a new name"));
    show_file("/proc/self/comm");
    int comm = (int)MUST(open("/proc/self/comm", O_WRONLY));
    MUST(write(comm, "written", 7));
    show_file("/proc/thread-self/comm");
    char name[17] = "";
    MUST(prctl(PR_GET_NAME, name));
    printf("%s\n", name);
    char word[8] = "";
    int memory = (int)MUST(open("/proc/self/mem", O_RDWR));
    static char target[] = "target";
    CALL(pread(memory, word, 6, (off_t)(uintptr_t)target));
    printf("%s\n", word);
    show_file("/proc/sys/kernel/ostype");
    OPENS(open("/proc/self/ns/mnt", O_RDONLY));
    OPENS(open("/proc/1/environ", O_RDONLY));
    show_link("/proc/1/exe");
    show_link("/proc/1/cwd");
    show_stat("/proc/1/root");
}
