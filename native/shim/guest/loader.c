/* The stub loader: what fs/binfmt_elf.c does after begin_new_exec, in user space, for files the kernel must not choose.
 *
 * The kernel has executed this stub with the guest's argv, environment and auxiliary vector on the stack. The tracer
 * has written a load plan. Map the program, and its interpreter if it has one; make the auxiliary vector, the process
 * name and (where the kernel allows) the memory descriptor say what they would after a native exec; return the entry
 * point. Past this point execve cannot fail any more: what cannot be mapped ends the process with SIGSEGV, as in the
 * kernel.
 */
#include "../shim.h"
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define PAGE         4096ul
#define PAGE_DOWN(x) ((x) & ~(PAGE - 1))
#define PAGE_UP(x)   (((x) + PAGE - 1) & ~(PAGE - 1))
#define MAX_ERRNO    4095ul

#ifdef __x86_64__
#define PTRACER_DYN_BASE 0x555555554000ul /* ELF_ET_DYN_BASE */
#define CALL_FSTAT       SYS_fstat
typedef Elf64_auxv_t auxv_entry;
typedef Elf64_Phdr program_header;

static long sys6(long nr, unsigned long a, unsigned long b, unsigned long c, unsigned long d, unsigned long e,
                 unsigned long f) {
    long result;
    register unsigned long r10 __asm__("r10") = d;
    register unsigned long r8 __asm__("r8") = e;
    register unsigned long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

static unsigned long map(unsigned long address, unsigned long length, unsigned long prot, unsigned long flags, long fd,
                         unsigned long offset) {
    return (unsigned long)sys6(SYS_mmap, address, length, prot, flags, (unsigned long)fd, offset);
}

/* Inline: the child goes on with the very stack of its maker, and must not return from a frame that is still needed. */
#define CLONE(result, flags)                                                                                           \
    __asm__ volatile("syscall" : "=a"(result) : "a"(SYS_clone), "D"(flags), "S"(0), "d"(0) : "rcx", "r11", "memory")
#else
#define PTRACER_DYN_BASE 0x56555000ul /* the same, of a 32-bit program on a 64-bit kernel */
#define CALL_FSTAT       SYS_fstat64
typedef Elf32_auxv_t auxv_entry;
typedef Elf32_Phdr program_header;

static long sys6(long nr, unsigned long a, unsigned long b, unsigned long c, unsigned long d, unsigned long e,
                 unsigned long f) {
    long result;
    __asm__ volatile("pushl %[f]\n\t"
                     "push %%ebp\n\t"
                     "mov 4(%%esp), %%ebp\n\t"
                     "int $0x80\n\t"
                     "pop %%ebp\n\t"
                     "add $4, %%esp"
                     : "=a"(result)
                     : "a"(nr), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e), [f] "m"(f)
                     : "memory");
    return result;
}

static unsigned long map(unsigned long address, unsigned long length, unsigned long prot, unsigned long flags, long fd,
                         uint64_t offset) {
    return (unsigned long)sys6(SYS_mmap2, address, length, prot, flags, (unsigned long)fd,
                               (unsigned long)(offset / PAGE));
}

#define CLONE(result, flags)                                                                                           \
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(SYS_clone), "b"(flags), "c"(0), "d"(0), "S"(0) : "memory")
#endif

static _Noreturn void die(void) {
    for (;;) {
        sys6(SYS_kill, (unsigned long)sys6(SYS_getpid, 0, 0, 0, 0, 0, 0), SIGSEGV, 0, 0, 0, 0);
        sys6(SYS_exit_group, 128 + SIGSEGV, 0, 0, 0, 0, 0);
    }
}

/* The plan holds 64-bit numbers for both; the tracer has seen to it that they lie in this address space. */
#define WORD(x) ((unsigned long)(x))

static int failed(unsigned long result) { return result > ~MAX_ERRNO; }

/* Later segments may cover earlier ones, as in the kernel; nothing may cover the stub that is mapping them. */
static void must_map(unsigned long address, unsigned long length, unsigned long prot, unsigned long flags, long fd,
                     uint64_t offset) {
    unsigned long end = address + length;
    if (end < address || (address < PTRACER_SHIM_END && end > PTRACER_SHIM_DATA)) die();
    if (address < PTRACER_SHIM_TEXT_END && end > PTRACER_SHIM_BASE) die();
    if (map(address, length, prot, MAP_PRIVATE | MAP_FIXED | flags, fd, offset) != address) die();
}

static void must_reserve(unsigned long address, unsigned long length, unsigned long flags) {
    if (map(address, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED_NOREPLACE | flags, -1, 0) != address)
        die();
}

/* Find room for all of a relocatable image at once, so that its segments keep their distances. */
static unsigned long choose_bias(const struct ptracer_image *image) {
    unsigned long got = ~0ul;
    if (image->type == PTRACER_IMAGE_FIXED) return 0;
    if (image->type == PTRACER_IMAGE_HINT)
        got = map(WORD(image->base), WORD(image->span), PROT_NONE,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (failed(got)) got = map(0, WORD(image->span), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (failed(got)) die();
    sys6(SYS_munmap, got, WORD(image->span), 0, 0, 0, 0);
    return got - WORD(image->min_vaddr);
}

/* The last file page is shown whole: what lies behind filesz must read as zero. */
static void clear_page_rest(unsigned long from, uint64_t file_end, uint64_t file_size) {
    uint64_t in_page = file_end & (PAGE - 1);
    if (file_end - in_page >= file_size && in_page != 0)
        die(); /* nothing of the file is there: a store would raise SIGBUS; the kernel gives up here too */
    for (unsigned long p = from; p < PAGE_UP(from); p++) *(volatile char *)p = 0;
}

static void map_segment(const struct ptracer_segment *s, unsigned long bias, long fd, uint64_t file_size) {
    unsigned long start = bias + WORD(s->vaddr), in_page = WORD(s->vaddr) & (PAGE - 1), prot = WORD(s->prot);
    unsigned long file_end = start + WORD(s->filesz), mem_end = start + WORD(s->memsz);
    if (s->filesz != 0) must_map(start - in_page, PAGE_UP(WORD(s->filesz) + in_page), prot, 0, fd, s->offset - in_page);
    if (s->memsz <= s->filesz) return;
    if (s->filesz != 0 && (prot & PROT_WRITE)) clear_page_rest(file_end, s->offset + s->filesz, file_size);
    unsigned long anonymous = s->filesz != 0 ? PAGE_UP(file_end) : PAGE_DOWN(start);
    if (PAGE_UP(mem_end) > anonymous)
        must_map(anonymous, PAGE_UP(mem_end) - anonymous, PROT_READ | PROT_WRITE | (prot & PROT_EXEC), MAP_ANONYMOUS,
                 -1, 0);
}

/* A native exec needs no descriptor; where the guest has left none, its own limit is raised for a moment. */
static long open_image(const char *path) {
    struct rlimit own, raised;
    long fd = sys6(SYS_openat, (unsigned long)AT_FDCWD, (unsigned long)path, O_RDONLY | O_CLOEXEC, 0, 0, 0);
    if (fd != -EMFILE || sys6(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, (unsigned long)&own, 0, 0) < 0) return fd;
    raised = (struct rlimit){own.rlim_max, own.rlim_max};
    sys6(SYS_prlimit64, 0, RLIMIT_NOFILE, (unsigned long)&raised, 0, 0, 0);
    fd = sys6(SYS_openat, (unsigned long)AT_FDCWD, (unsigned long)path, O_RDONLY | O_CLOEXEC, 0, 0, 0);
    sys6(SYS_prlimit64, 0, RLIMIT_NOFILE, (unsigned long)&own, 0, 0, 0);
    return fd;
}

/* The first segment of a program at a fixed address must not cover anything that is there: the stack, the vdso. */
static void check_first_segment(const struct ptracer_image *image, const struct ptracer_segment *first) {
    unsigned long in_page = WORD(first->vaddr) & (PAGE - 1);
    unsigned long length = PAGE_UP(WORD(first->filesz) + in_page), start = WORD(first->vaddr) - in_page;
    if (image->type != PTRACER_IMAGE_FIXED || image->segment_count == 0 || length == 0) return;
    if (map(start, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0) !=
        start)
        die();
}

/* Slots, and the fast path's data before them, must not count as data (RLIMIT_DATA): what may grow down counts as
 * stack, and grows only by a fault below it. */
static void map_slots(const struct ptracer_plan *plan) {
    unsigned long start = PTRACER_SHIM_SLOTS;
    if (plan->fast_offset != 0) start = PTRACER_FAST_SITE;
    must_reserve(start, PTRACER_SHIM_SLOTS + (unsigned long)PTRACER_SLOT_COUNT * PTRACER_SLOT_SIZE - start,
                 MAP_ANONYMOUS | MAP_NORESERVE | MAP_GROWSDOWN);
#ifdef __x86_64__
    if (plan->fast_offset == 0) sys6(SYS_munmap, PTRACER_FAST_TABLE, PAGE, 0, 0, 0, 0);
#endif
}

static unsigned long map_open_image(const struct ptracer_image *image, long fd) {
    struct stat st;
    if (fd < 0 || sys6(CALL_FSTAT, (unsigned long)fd, (unsigned long)&st, 0, 0, 0, 0) < 0) die();
    unsigned long bias = choose_bias(image);
    check_first_segment(image, (const struct ptracer_segment *)(image + 1));
    const struct ptracer_segment *segments = (const struct ptracer_segment *)(image + 1);
    for (uint64_t i = 0; i < image->segment_count; i++) map_segment(&segments[i], bias, fd, (uint64_t)st.st_size);
    sys6(SYS_close, (unsigned long)fd, 0, 0, 0, 0, 0);
    return bias;
}

/* No descriptor is free, and the limit cannot be raised. A child that shares the memory but not the descriptors closes
 * one of its own, maps the image for both, and exits. It is not traced: it runs nothing but this code. */
static unsigned long map_in_child(const char *path, const struct ptracer_image *image) {
    volatile unsigned long bias = 0;
    volatile int done = 0;
    long pid;
    CLONE(pid, CLONE_VM | CLONE_VFORK | CLONE_UNTRACED);
    if (pid == 0) {
        sys6(SYS_close, 0, 0, 0, 0, 0, 0);
        bias = map_open_image(image, open_image(path));
        done = 1;
        for (;;) sys6(SYS_exit, 0, 0, 0, 0, 0, 0);
    }
    if (pid < 0 || !done) die();
    sys6(SYS_wait4, (unsigned long)pid, 0, __WALL, 0, 0, 0);
    return bias;
}

static unsigned long map_image(const struct ptracer_plan *plan, const struct ptracer_image *image) {
    const char *path = (const char *)plan + image->path_offset;
    long fd = open_image(path);
    return fd == -EMFILE ? map_in_child(path, image) : map_open_image(image, fd);
}

static void patch_auxv(auxv_entry *auxv, const struct ptracer_plan *plan, const struct ptracer_image *program,
                       unsigned long bias, unsigned long interpreter_bias) {
    const struct ptracer_auxv *overrides = (const struct ptracer_auxv *)(plan + 1);
    for (; auxv->a_type != AT_NULL; auxv++) {
        unsigned long value = WORD(auxv->a_un.a_val);
        switch (auxv->a_type) {
        case AT_PHDR:
            value = bias + WORD(program->phdr);
            break;
        case AT_PHENT:
            value = sizeof(program_header);
            break;
        case AT_PHNUM:
            value = WORD(program->phnum);
            break;
        case AT_BASE:
            value = interpreter_bias;
            break;
        case AT_ENTRY:
            value = bias + WORD(program->entry);
            break;
        case AT_EXECFN:
            value = (unsigned long)plan + WORD(plan->execfn_offset);
            break;
        default:
            break;
        }
        for (uint32_t i = 0; i < plan->auxv_count; i++)
            if (overrides[i].type == auxv->a_type) value = WORD(overrides[i].value);
        auxv->a_un.a_val = value;
    }
}

/* struct prctl_mm_map of a 64-bit kernel, which has no other form for 32-bit programs. */
struct memory_map {
    uint64_t start_code, end_code, start_data, end_data, start_brk, brk, start_stack;
    uint64_t arg_start, arg_end, env_start, env_end, auxv;
    uint32_t auxv_size, exe_fd;
};

static unsigned long string_end(unsigned long p) {
    while (*(const char *)p) p++;
    return p + 1;
}

/* PR_SET_MM_MAP needs no privilege (prctl(2)), only CONFIG_CHECKPOINT_RESTORE. It puts brk behind the program, where it
 * is after a native exec, and makes /proc/self/{auxv,stat} true. Without it brk lies behind the stub, which works too.
 */
static void set_mm(const struct ptracer_plan *plan, const struct ptracer_image *program, unsigned long bias,
                   unsigned long *stack, char **argv, char **envp, auxv_entry *auxv, unsigned long auxv_size) {
    struct memory_map mm = {
        .start_code = WORD(bias + program->start_code),
        .end_code = WORD(bias + program->end_code),
        .start_data = WORD(bias + program->start_data),
        .end_data = WORD(bias + program->end_data),
        .start_stack = WORD(stack),
        .auxv = WORD(auxv),
        .auxv_size = (uint32_t)auxv_size,
        .exe_fd = ~0u,
    };
    /* A static PIE lies among the mappings, which brk would soon meet: it starts where a PIE would (load_elf_binary).
     */
    int is_static_pie = plan->image_count == 1 && program->type != PTRACER_IMAGE_FIXED;
    unsigned long end_of_data = is_static_pie ? PTRACER_DYN_BASE : PAGE_UP(bias + WORD(program->end_bss));
    /* The heap of a program at a fixed low address would meet the fast path's table; it may lie anywhere behind it. */
    if (plan->fast_offset != 0 && end_of_data <= PTRACER_FAST_TABLE) end_of_data = PTRACER_FAST_TABLE + PAGE;
    mm.start_brk = mm.brk = end_of_data + plan->brk_offset;
    unsigned long argc = *stack;
    unsigned long end = 0;
    mm.arg_start = argc ? WORD(argv[0]) : WORD(auxv);
    mm.arg_end = argc ? string_end((unsigned long)argv[argc - 1]) : mm.arg_start;
    for (char **e = envp; *e; e++) end = (unsigned long)*e;
    mm.env_start = end ? WORD(envp[0]) : mm.arg_end;
    mm.env_end = end ? string_end(end) : mm.env_start;
    sys6(SYS_prctl, PR_SET_MM, PR_SET_MM_MAP, (unsigned long)&mm, sizeof mm, 0, 0);
}

/* All of it: the name that was executed is its last string (create_elf_tables, bprm_mm_init). */
static void make_stack_executable(const unsigned long *stack, const auxv_entry *auxv) {
    unsigned long start = PAGE_DOWN((unsigned long)stack), end = start;
    for (; auxv->a_type != AT_NULL; auxv++)
        if (auxv->a_type == AT_EXECFN) end = string_end(WORD(auxv->a_un.a_val));
    sys6(SYS_mprotect, start, PAGE_UP(end + sizeof(void *)) - start,
         PROT_READ | PROT_WRITE | PROT_EXEC | PROT_GROWSDOWN, 0, 0, 0);
}

unsigned long ptracer_load(unsigned long *stack);

/* stack: argc, argv, NULL, envp, NULL, auxv, as the kernel laid it out. Returns the address to jump to. */
unsigned long ptracer_load(unsigned long *stack) {
    const struct ptracer_plan *plan = (const struct ptracer_plan *)PTRACER_SHIM_PLAN;
    if (plan->magic != PTRACER_PLAN_MAGIC || (plan->flags & PTRACER_PLAN_DIE)) die();
    map_slots(plan);
    if (plan->flags & PTRACER_PLAN_READ_EXEC)
        sys6(SYS_personality, (unsigned long)sys6(SYS_personality, ~0ul, 0, 0, 0, 0, 0) | READ_IMPLIES_EXEC, 0, 0, 0, 0,
             0);
    char **argv = (char **)(stack + 1), **envp = argv + *stack + 1, **end = envp;
    while (*end) end++;
    auxv_entry *auxv = (auxv_entry *)(end + 1), *auxv_end = auxv;
    while (auxv_end->a_type != AT_NULL) auxv_end++;
    auxv_end++;

    const struct ptracer_image *program =
        (const struct ptracer_image *)((const struct ptracer_auxv *)(plan + 1) + plan->auxv_count);
    unsigned long bias = map_image(plan, program), entry = bias + WORD(program->entry), interpreter_bias = 0;
    if (plan->image_count > 1) {
        const struct ptracer_image *interpreter =
            (const struct ptracer_image *)((const struct ptracer_segment *)(program + 1) + program->segment_count);
        interpreter_bias = map_image(plan, interpreter);
        entry = interpreter_bias + WORD(interpreter->entry);
    }
    if (plan->flags & PTRACER_PLAN_EXEC_STACK) make_stack_executable(stack, auxv);
    patch_auxv(auxv, plan, program, bias, interpreter_bias);
    if (plan->flags & PTRACER_PLAN_SET_MM)
        set_mm(plan, program, bias, stack, argv, envp, auxv, (unsigned long)auxv_end - (unsigned long)auxv);
    sys6(SYS_prctl, PR_SET_NAME, (unsigned long)plan->comm, 0, 0, 0, 0);
    return entry;
}
