// bits: 32
// flags: -Wl,-z,execstack
#include "conformance.h"
#include <sys/personality.h>

// What is executable where a program asks for a stack that is, or says nothing about it: of old programs, all that can
// be read is (READ_IMPLIES_EXEC, arch/x86/include/asm/elf.h).
int main(int argc, char **argv) {
    (void)argv;
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[512];
    int readable = 0, executable = 0, stack = 0;
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
        if (strstr(line, "[v") != NULL) continue;
        readable += line[18] == 'r';
        executable += line[18] == 'r' && line[20] == 'x';
        stack += strstr(line, "[stack]") != NULL && line[20] == 'x';
    }
    printf("all %d, stack %d, personality %x\n", readable == executable, stack, personality(0xffffffff));
    if (argc > 1) return 0;
    // The same without its PT_GNU_STACK.
    static char bytes[1 << 20];
    int fd = (int)MUST(open(PROGRAM, O_RDONLY));
    long size = MUST(read(fd, bytes, sizeof bytes));
    close(fd);
    unsigned *headers = (unsigned *)(bytes + *(unsigned *)(bytes + 28));
    for (int i = 0; i < *(unsigned short *)(bytes + 44); i++)
        if (headers[i * 8] == 0x6474e551) headers[i * 8] = 0;
    fd = (int)MUST(open("headless", O_WRONLY | O_CREAT, 0755));
    MUST(write(fd, bytes, (size_t)size));
    close(fd);
    execl("headless", "headless", "again", NULL);
}
