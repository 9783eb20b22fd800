#include "conformance.h"

// /proc/self/maps names the program, libc and the loader as the guest knows them; so do map_files for the program.
int main(void) {
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[PATH_MAX + 100];
    const char *names[] = {PROGRAM, LIBRARIES "/libc.so.6", LIBRARIES "/" LOADER_NAME};
    int seen[COUNT(names)] = {0};
    while (fgets(line, sizeof line, maps) != NULL) {
        char *path = strchr(line, '/');
        if (path == NULL) continue;
        path[strcspn(path, "\n")] = 0;
        for (size_t i = 0; i < COUNT(names); i++) seen[i] |= strcmp(path, names[i]) == 0;
    }
    for (size_t i = 0; i < COUNT(names); i++) printf("%s: %d\n", names[i], seen[i]);
}
