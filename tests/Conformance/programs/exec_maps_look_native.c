// variants: static static-pie no-pie
#include "conformance.h"

// /proc/self/maps: the program's own mappings carry its path and the file's protections, nothing writable is
// executable.
static int variable = 1;
int main(void) {
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[1024];
    int code = 0, data = 0, constants = 0, stack = 0, heap = 0, vdso = 0, wx = 0;
    MUST(sbrk(4096) == (void *)-1 ? -1 : 0);
    while (fgets(line, sizeof line, maps) != NULL) {
        unsigned long start, end;
        char mode[5], path[512] = "";
        sscanf(line, "%lx-%lx %4s %*s %*s %*s %511[^\n]", &start, &end, mode, path);
        // Which name the file has here is exec_maps_name_guest_files' business.
        size_t length = strlen(path);
        bool own = length >= strlen(PROGRAM) && strcmp(path + length - strlen(PROGRAM), PROGRAM) == 0;
        if ((uintptr_t)main >= start && (uintptr_t)main < end) code = own && strcmp(mode, "r-xp") == 0;
        if ((uintptr_t)&variable >= start && (uintptr_t)&variable < end) data = own && strcmp(mode, "rw-p") == 0;
        static const char text[] = "constant";
        if ((uintptr_t)text >= start && (uintptr_t)text < end) constants = own && mode[1] == '-';
        if ((uintptr_t)&start >= start && (uintptr_t)&start < end)
            stack = strcmp(path, "[stack]") == 0 && strcmp(mode, "rw-p") == 0;
        heap |= strcmp(path, "[heap]") == 0;
        vdso |= strcmp(path, "[vdso]") == 0;
        wx |= mode[1] == 'w' && mode[2] == 'x';
    }
    printf("code %d data %d constants %d stack %d heap %d vdso %d writable and executable %d\n", code, data, constants,
           stack, heap, vdso, wx);
}
