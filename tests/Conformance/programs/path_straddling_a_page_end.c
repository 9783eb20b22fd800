#include "conformance.h"
#include <sys/mman.h>

// A path that ends right at the end of a mapping is read; one that runs into an unmapped page is EFAULT.
int main(void) {
    char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    MUST(munmap(pages + 4096, 4096));
    const char path[] = FIX "/file";
    char *at_end = pages + 4096 - sizeof path;
    memcpy(at_end, path, sizeof path);
    OPENS(open(at_end, O_RDONLY));
    CALL(access(at_end, R_OK));
    memcpy(at_end + 1, path, sizeof path - 1);
    OPENS(open(at_end + 1, O_RDONLY));
    CALL(access(at_end + 1, R_OK));
    CALL(rename(at_end + 1, "x"));
    CALL(rename("missing", at_end + 1));
    MUST(mprotect(pages, 4096, PROT_NONE));
    OPENS(open(at_end, O_RDONLY));
    MUST(mprotect(pages, 4096, PROT_READ));
    memcpy((char[sizeof path]){0}, path, 1);
    OPENS(open(at_end, O_RDONLY));

    char *two = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    strcpy(two + 4096 - 5, path);
    OPENS(open(two + 4096 - 5, O_RDONLY));
    CALL(access(two + 4096 - 5, R_OK));
}
