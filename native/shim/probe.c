/* What `ptracer doctor` tries: each facility in a child process of its own, so that a kernel that kills for the attempt
 * (a seccomp filter inherited from an Android zygote or a container) kills only the child, and nothing stays changed.
 *
 * A child is forked from a process with other threads: until it exits it makes nothing but system calls.
 */
#include "probe.h"
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MFD_EXEC
#define MFD_EXEC 0x10U
#endif
#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

/* The parts of kernel headers that older libcs lack or name differently. */
#define GET_SYSCALL_INFO 0x420e
#define SYS_OPENAT2      437
#define IN_ROOT          0x10
#define TRACE_OPTIONS                                                                                                  \
    (PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |    \
     PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC)
#define PAGE_BYTES        4096UL
#define PROGRAM_EXIT_CODE 42

static int result(long value) { return value < 0 ? -errno : 0; }

static pid_t wait_for(pid_t child, int *status) {
    pid_t pid;
    do pid = waitpid(child, status, __WALL);
    while (pid < 0 && errno == EINTR);
    return pid;
}

static int kill_and_reap(pid_t child, int answer) {
    int status;
    kill(child, SIGKILL);
    while (wait_for(child, &status) == child && !WIFEXITED(status) && !WIFSIGNALED(status))
        ;
    return answer;
}

/* The answer of a child that tells it through a pipe of four bytes; a child that dies before is told by its signal. */
static int in_child(int (*attempt)(const void *), const void *argument) {
    int pipe_fds[2];
    int answer = 0;
    int status = 0;
    if (pipe2(pipe_fds, O_CLOEXEC) < 0) return -errno;
    pid_t child = fork();
    if (child == 0) {
        answer = attempt(argument);
        _exit(write(pipe_fds[1], &answer, sizeof answer) == (ssize_t)sizeof answer ? 0 : 1);
    }
    int fork_errno = errno;
    close(pipe_fds[1]);
    if (child < 0) {
        close(pipe_fds[0]);
        return -fork_errno;
    }
    ssize_t got;
    do got = read(pipe_fds[0], &answer, sizeof answer);
    while (got < 0 && errno == EINTR);
    close(pipe_fds[0]);
    wait_for(child, &status);
    if (got == (ssize_t)sizeof answer) return answer;
    return WIFSIGNALED(status) ? -(PTRACER_PROBE_KILLED_BASE + WTERMSIG(status)) : -EIO;
}

/* --- tracing --- */

/* A child that is traced and stopped, with the session's options set; pid or -errno. */
static int traced_child(void (*then)(void)) {
    int status = 0;
    pid_t child = fork();
    if (child < 0) return -errno;
    if (child == 0) {
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0) _exit(errno);
        kill(getpid(), SIGSTOP);
        then();
        _exit(0);
    }
    if (wait_for(child, &status) < 0) return -errno;
    if (WIFEXITED(status)) return -(WEXITSTATUS(status) != 0 ? WEXITSTATUS(status) : EIO);
    if (WIFSIGNALED(status)) return -(PTRACER_PROBE_KILLED_BASE + WTERMSIG(status));
    if (ptrace(PTRACE_SETOPTIONS, child, NULL, TRACE_OPTIONS) < 0) return kill_and_reap(child, -errno);
    return child;
}

static void nothing(void) {}

int32_t ptracer_probe_ptrace(void) {
    int child = traced_child(nothing);
    return child < 0 ? child : kill_and_reap(child, 0);
}

/* Installs a filter that traces getppid and calls it; tells the errno of the installation as its exit status. */
static void filtered_call(void) {
    struct sock_filter instructions[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {sizeof instructions / sizeof *instructions, instructions};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) _exit(errno);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) < 0) _exit(errno);
    syscall(SYS_getppid);
}

/* A child at the seccomp stop of its getppid; pid or -errno. */
static int child_at_seccomp_stop(void) {
    int status = 0;
    int child = traced_child(filtered_call);
    if (child < 0) return child;
    if (ptrace(PTRACE_CONT, child, NULL, 0) < 0) return kill_and_reap(child, -errno);
    if (wait_for(child, &status) < 0) return -errno;
    if (WIFEXITED(status)) return -(WEXITSTATUS(status) != 0 ? WEXITSTATUS(status) : ENOSYS);
    if (WIFSIGNALED(status)) return -(PTRACER_PROBE_KILLED_BASE + WTERMSIG(status));
    if (status >> 8 == SIGSYS) return kill_and_reap(child, -(PTRACER_PROBE_KILLED_BASE + SIGSYS));
    if (status >> 8 != (SIGTRAP | PTRACE_EVENT_SECCOMP << 8)) return kill_and_reap(child, -EIO);
    return child;
}

int32_t ptracer_probe_seccomp_trace(void) {
    int child = child_at_seccomp_stop();
    return child < 0 ? child : kill_and_reap(child, 0);
}

int32_t ptracer_probe_syscall_info(void) {
    uint64_t info[16]; /* struct ptrace_syscall_info is 88 bytes; its fields are not looked at */
    int child = child_at_seccomp_stop();
    if (child < 0) return child;
    long got = syscall(SYS_ptrace, GET_SYSCALL_INFO, (long)child, sizeof info, info);
    return kill_and_reap(child, got < 0 ? -errno : 0);
}

int32_t ptracer_probe_memory(void) {
    uint64_t word = 0;
    static const uint64_t sample = 0x7074726163657221;
    int child = traced_child(nothing);
    if (child < 0) return child;
    struct iovec local = {&word, sizeof word};
    struct iovec remote = {(void *)(uintptr_t)&sample, sizeof sample};
    ssize_t got = process_vm_readv(child, &local, 1, &remote, 1, 0);
    int answer = got < 0 ? -errno : word == sample ? 0 : -EIO;
    return kill_and_reap(child, answer);
}

/* --- execution --- */

/* A program that exits with 42. One page holds headers and code. */
struct program64 {
    Elf64_Ehdr header;
    Elf64_Phdr segment;
    uint8_t code[16];
};
struct program32 {
    Elf32_Ehdr header;
    Elf32_Phdr segment;
    uint8_t code[16];
};
#define LOAD_ADDRESS 0x10000000

static const struct program64 program64 = {
    .header = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
               .e_type = ET_EXEC,
               .e_machine = EM_X86_64,
               .e_version = EV_CURRENT,
               .e_entry = LOAD_ADDRESS + offsetof(struct program64, code),
               .e_phoff = offsetof(struct program64, segment),
               .e_ehsize = sizeof(Elf64_Ehdr),
               .e_phentsize = sizeof(Elf64_Phdr),
               .e_phnum = 1},
    .segment = {.p_type = PT_LOAD,
                .p_flags = PF_R | PF_X,
                .p_vaddr = LOAD_ADDRESS,
                .p_filesz = sizeof(struct program64),
                .p_memsz = sizeof(struct program64),
                .p_align = PAGE_BYTES},
    /* mov edi, 42; mov eax, SYS_exit_group; syscall */
    .code = {0xbf, PROGRAM_EXIT_CODE, 0, 0, 0, 0xb8, 231, 0, 0, 0, 0x0f, 0x05},
};

static const struct program32 program32 = {
    .header = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS32, ELFDATA2LSB, EV_CURRENT},
               .e_type = ET_EXEC,
               .e_machine = EM_386,
               .e_version = EV_CURRENT,
               .e_entry = LOAD_ADDRESS + offsetof(struct program32, code),
               .e_phoff = offsetof(struct program32, segment),
               .e_ehsize = sizeof(Elf32_Ehdr),
               .e_phentsize = sizeof(Elf32_Phdr),
               .e_phnum = 1},
    .segment = {.p_type = PT_LOAD,
                .p_flags = PF_R | PF_X,
                .p_vaddr = LOAD_ADDRESS,
                .p_filesz = sizeof(struct program32),
                .p_memsz = sizeof(struct program32),
                .p_align = PAGE_BYTES},
    /* mov ebx, 42; mov eax, exit_group of i386; int 0x80 */
    .code = {0xbb, PROGRAM_EXIT_CODE, 0, 0, 0, 0xb8, 252, 0, 0, 0, 0xcd, 0x80},
};

/* Runs a program out of an anonymous file. MFD_EXEC is unknown before Linux 6.3, and needed where vm.memfd_noexec is 1.
 */
static int exec_memfd(const void *program, size_t size_bytes) {
    int status = 0;
    int failed[2];
    int fd = (int)syscall(SYS_memfd_create, "ptracer", MFD_CLOEXEC | MFD_EXEC);
    if (fd < 0 && errno == EINVAL) fd = (int)syscall(SYS_memfd_create, "ptracer", MFD_CLOEXEC);
    if (fd < 0) return -errno;
    if (write(fd, program, size_bytes) != (ssize_t)size_bytes || pipe2(failed, O_CLOEXEC) < 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    pid_t child = fork();
    if (child == 0) {
        char *const none[] = {(char *)(uintptr_t) "probe", NULL};
        syscall(SYS_execveat, fd, "", none, none + 1, AT_EMPTY_PATH);
        int error = errno;
        _exit(write(failed[1], &error, sizeof error) > 0);
    }
    int error = child < 0 ? errno : 0;
    close(failed[1]);
    close(fd);
    if (child > 0) {
        if (read(failed[0], &error, sizeof error) != (ssize_t)sizeof error) error = 0;
        wait_for(child, &status);
    }
    close(failed[0]);
    if (error != 0) return -error;
    if (WIFSIGNALED(status)) return -(PTRACER_PROBE_KILLED_BASE + WTERMSIG(status));
    return WEXITSTATUS(status) == PROGRAM_EXIT_CODE ? 0 : -EIO;
}

static int try_memfd_exec(const void *unused) {
    (void)unused;
    return exec_memfd(&program64, sizeof program64);
}
static int try_i386_exec(const void *unused) {
    (void)unused;
    return exec_memfd(&program32, sizeof program32);
}

int32_t ptracer_probe_memfd_exec(void) { return in_child(try_memfd_exec, NULL); }
int32_t ptracer_probe_i386_exec(void) { return in_child(try_i386_exec, NULL); }

/* A traced exec stops with SIGTRAP before the first instruction of the program: it is killed there. */
int32_t ptracer_probe_exec_file(const uint8_t *path) {
    int status = 0;
    pid_t child = fork();
    if (child < 0) return -errno;
    if (child == 0) {
        char *const none[] = {(char *)(uintptr_t)path, NULL};
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0) execve((const char *)path, none, none + 1);
        _exit(errno);
    }
    if (wait_for(child, &status) < 0) return -errno;
    if (WIFEXITED(status)) return -WEXITSTATUS(status);
    if (WIFSIGNALED(status)) return -(PTRACER_PROBE_KILLED_BASE + WTERMSIG(status));
    return kill_and_reap(child, 0);
}

/* A file system mounted noexec, or SELinux, forbids this for every file in it. */
int32_t ptracer_probe_map_executable(const uint8_t *path) {
    int fd = open((const char *)path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return -errno;
    void *page = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
    int error = errno;
    close(fd);
    if (page == MAP_FAILED) return -error;
    munmap(page, PAGE_BYTES);
    return 0;
}

/* --- the rest --- */

static int try_openat2(const void *unused) {
    struct {
        uint64_t flags, mode, resolve;
    } how = {O_PATH | O_CLOEXEC, 0, IN_ROOT};
    (void)unused;
    return result(syscall(SYS_OPENAT2, AT_FDCWD, "/", &how, sizeof how));
}

/* The kernel has the call when it tells the size of its argument. */
static int try_mm_map(const void *unused) {
    unsigned int size_bytes = 0;
    (void)unused;
    return result(prctl(PR_SET_MM, PR_SET_MM_MAP_SIZE, &size_bytes, 0, 0));
}

static int try_user_namespace(const void *unused) {
    (void)unused;
    return result(unshare(CLONE_NEWUSER));
}

/* The highest bit whose half of the address space has a page that can be mapped; the last page of it is never free. */
static int try_address_bits(const void *unused) {
    (void)unused;
    for (int bits = 57; bits > 30; bits--) {
        void *wanted = (void *)((1UL << bits) - 16 * PAGE_BYTES);
        void *page = mmap(wanted, PAGE_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
        if (page == wanted || (page == MAP_FAILED && errno == EEXIST)) return bits;
    }
    return -ENOMEM;
}

int32_t ptracer_probe_openat2(void) { return in_child(try_openat2, NULL); }
int32_t ptracer_probe_mm_map(void) { return in_child(try_mm_map, NULL); }
int32_t ptracer_probe_user_namespace(void) { return in_child(try_user_namespace, NULL); }
int32_t ptracer_probe_address_bits(void) { return in_child(try_address_bits, NULL); }

int32_t ptracer_probe_writable_directory(const uint8_t *path) {
    int fd = open((const char *)path, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0) {
        close(fd);
        return 0;
    }
    /* Not every file system can do that. */
    return errno == EOPNOTSUPP || errno == EISDIR ? result(access((const char *)path, W_OK | X_OK)) : -errno;
}

int32_t ptracer_probe_cpus(void) {
    uint64_t mask[128];
    long size_bytes = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
    int cpus = 0;
    if (size_bytes < 0) return -errno;
    for (long word = 0; word < size_bytes / 8; word++) cpus += __builtin_popcountll(mask[word]);
    return cpus;
}
