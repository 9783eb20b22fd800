// bits: 32
// variants: static
// flags: -fno-pie -no-pie
#include "conformance.h"
#include <sys/auxv.h>

// Path calls, by int $0x80 and by the vdso's entry, leave every register but eax as it was.
struct registers {
    unsigned eax, ebx, ecx, edx, esi, edi, ebp, flags;
};
static struct registers before, after;
unsigned entry __asm__("entry");

#define ROUND(instruction)                                                                                             \
    __asm__ volatile("pusha\n\t"                                                                                       \
                     "mov %0, %%eax\n\tmov %1, %%ebx\n\tmov %2, %%ecx\n\tmov %3, %%edx\n\t"                            \
                     "mov %4, %%esi\n\tmov %5, %%edi\n\tmov %6, %%ebp\n\t"                                             \
                     "stc\n\t" instruction "\n\t"                                                                      \
                     "mov %%eax, %7\n\tmov %%ebx, %8\n\tmov %%ecx, %9\n\tmov %%edx, %10\n\t"                           \
                     "mov %%esi, %11\n\tmov %%edi, %12\n\tmov %%ebp, %13\n\t"                                          \
                     "pushf\n\tpop %%eax\n\tmov %%eax, %14\n\tpopa"                                                    \
                     :                                                                                                 \
                     : "m"(before.eax), "m"(before.ebx), "m"(before.ecx), "m"(before.edx), "m"(before.esi),            \
                       "m"(before.edi), "m"(before.ebp), "m"(after.eax), "m"(after.ebx), "m"(after.ecx),               \
                       "m"(after.edx), "m"(after.esi), "m"(after.edi), "m"(after.ebp), "m"(after.flags)                \
                     : "memory", "cc")

static void check(const char *label, int by_vdso) {
    if (by_vdso) ROUND("call *entry");
    else ROUND("int $0x80");
    printf("%s by %s: %s, kept %d, carry %d\n", label, by_vdso ? "the vdso" : "int $0x80",
           after.eax > -4096u ? errno_name(-(int)after.eax) : "done",
           after.ebx == before.ebx && after.ecx == before.ecx && after.edx == before.edx && after.esi == before.esi &&
               after.edi == before.edi && after.ebp == before.ebp,
           (int)(after.flags & 1));
}

int main(void) {
    static char buffer[256];
    entry = (unsigned)getauxval(AT_SYSINFO);
    for (int by_vdso = 0; by_vdso < (entry ? 2 : 1); by_vdso++) {
        before =
            (struct registers){SYS_readlink, (unsigned)FIX "/abs_link", (unsigned)buffer, sizeof buffer, 4, 5, 6, 0};
        check("readlink", by_vdso);
        before = (struct registers){SYS_chdir, (unsigned)WORK, 2, 3, 0x80000004, 5, 0xfffffff6, 0};
        check("chdir", by_vdso);
        before = (struct registers){SYS_mkdir, (unsigned)WORK "/made", 0755, 3, 4, 5, 6, 0};
        check("mkdir", by_vdso);
        before = (struct registers){SYS_rmdir, (unsigned)WORK "/made", 2, 3, 4, 5, 6, 0};
        check("rmdir", by_vdso);
        before = (struct registers){SYS_openat, (unsigned)AT_FDCWD, (unsigned)FIX "/missing", O_RDONLY, 4, 5, 6, 0};
        check("openat", by_vdso);
        before = (struct registers){SYS_getcwd, (unsigned)buffer, sizeof buffer, 3, 4, 5, 6, 0};
        check("getcwd", by_vdso);
        before = (struct registers){SYS_getpid, 1, 2, 3, 4, 5, 6, 0};
        check("getpid", by_vdso);
        before = (struct registers){SYS_mmap2, 0, 4096, 1, 0x22, -1U, 0, 0};
        check("mmap2", by_vdso);
        before = (struct registers){SYS_renameat2,
                                    (unsigned)AT_FDCWD,
                                    (unsigned)FIX "/missing",
                                    (unsigned)AT_FDCWD,
                                    (unsigned)WORK "/x",
                                    0,
                                    6,
                                    0};
        check("renameat2", by_vdso);
    }
}
