/* Host side of the shim: what runs in ptracer's own process and cannot be C#. One prefix, fixed-width types, results as
 * the kernel gives them: a value, or -errno. src/Ptracer/Linux/Shim.cs declares each of these once. */
#ifndef PTRACER_HOST_H
#define PTRACER_HOST_H
#include <stdint.h>

/* One system call, errno not touched: returns what the kernel returned. */
int64_t ptracer_syscall(int64_t nr, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f);

/* The stub ELF that is executed in place of guest programs (guest/), of 64 and of 32 bits. */
extern const uint8_t ptracer_stub_image[], ptracer_stub_image_end[];
extern const uint8_t ptracer_stub_i386_image[], ptracer_stub_i386_image_end[];
const uint8_t *ptracer_stub(uint64_t *size_bytes);
const uint8_t *ptracer_stub_i386(uint64_t *size_bytes);

/* The process as it was started, before any runtime changed it. */
int32_t ptracer_argc(void);
const uint8_t *ptracer_argv(int32_t index);
const uint8_t *const *ptracer_environ(void);

/* A resource limit as setrlimit(2) takes it. Where this user may not raise it so far, it is raised as far as may be. */
struct ptracer_limit {
    uint64_t soft, hard;
    int32_t resource, padding;
};

/* Room for a process id in decimal; more than PID_MAX_LIMIT (linux/threads.h) needs. */
#define PTRACER_PID_DIGITS 10

/* All of it must stay until the child has executed or ended: error_fd is then at its end. */
struct ptracer_spawn {
    const char *executable; /* what the kernel executes: the stub */
    const char *const *argv, *const *envp;
    const char *working_directory; /* host path */
    const void *filter;            /* struct sock_filter[filter_length] */
    uint64_t filter_length;
    uint64_t ptrace_options;
    const struct ptracer_limit *limits; /* of the child, limit_count of them */
    uint64_t limit_count;
    char *const
        *pid_texts; /* pid_text_count places of PTRACER_PID_DIGITS bytes and a NUL: the child's pid goes there */
    uint64_t pid_text_count;
    void *stack; /* for the child; a few KiB do */
    uint64_t stack_size;
    int32_t error_fd; /* out: read end; 8 bytes {step, errno} arrive if the child failed, EOF if not */
    int32_t go_fd, go_fd_of_parent, error_fd_of_child; /* between ptracer_spawn and the child */
};

/* Start a child, seize it, let it install the filter and exec. Returns its pid or -errno. */
int64_t ptracer_spawn(struct ptracer_spawn *spawn);

/* An ordinary program, untraced. */
#define PTRACER_LAUNCH_NEW_SESSION     1u  /* setsid(2) */
#define PTRACER_LAUNCH_TERMINAL        2u  /* descriptor 0 becomes the controlling terminal; needs NEW_SESSION */
#define PTRACER_LAUNCH_DIE_WITH_PARENT 4u  /* SIGKILL when the calling thread ends */
#define PTRACER_LAUNCH_NICE            8u  /* set nice; passed over where it is not allowed */
#define PTRACER_LAUNCH_IGNORE_SIGPIPE  16u /* what it starts in turn inherits that */
struct ptracer_launch {
    const char *executable;
    const char *const *argv, *const *envp;
    const char *working_directory; /* NULL: ours */
    int32_t *files;                /* descriptor i of the program is files[i], -1: closed; overwritten */
    uint64_t file_count;
    void *stack; /* for the child; a few KiB do */
    uint64_t stack_size;
    uint32_t flags;
    int32_t umask; /* -1: ours */
    int32_t nice;
    int32_t error, parent; /* between ptracer_launch and the child */
};

/* Start it with no other descriptors than those, and with the signals and limits that this process was started with.
 * Returns its pid when it has executed, or -errno. */
int64_t ptracer_launch(struct ptracer_launch *launch);

/* Execute a program in our place, with the signals and limits that this process was started with: -errno if it fails.
 */
int64_t ptracer_execute(const char *path, const char *const *argv, const char *const *envp);

/* The whole image, compressed by zstd, its size, and its id (hexadecimal digits); null and 0 where there is none. */
const uint8_t *ptracer_whole_image(uint64_t *size_bytes, const char **id);

/* Pass the signals that end, tell or stop a job on to process `pid` until called with 0. */
int64_t ptracer_forward_signals(int32_t pid);
/* Tell the forwarder that the command is (1) or is no longer (0) stopped by job control. */
void ptracer_command_stopped(int32_t stopped);

/* Hold the signals that would end the process back until it has cleaned up; calls nest. */
void ptracer_hold_signals(void);
/* The signal that came meanwhile, or 0. */
int32_t ptracer_held_signal(void);
/* With the last release, a signal that came ends the process. */
void ptracer_release_signals(void);

/* Interrupt the calling thread's waits every interval_ms (below 1000); 0: no longer. */
int64_t ptracer_tick(int32_t interval_ms);
/* A counter of the ticks so far; it lives as long as the process. */
const volatile int32_t *ptracer_ticks(void);
/* TLS over a non-blocking socket (tls.c): counts, 0, or an error below 0. */
void *ptracer_tls_roots_new(void);
void ptracer_tls_roots_free(void *roots);
int32_t ptracer_tls_roots_add(void *roots, const uint8_t *text, uint64_t size);
void *ptracer_tls_new(void *roots, int32_t socket, const char *name);
void ptracer_tls_free(void *pointer);
int32_t ptracer_tls_handshake(void *pointer);
uint32_t ptracer_tls_verify_flags(void *pointer);
int32_t ptracer_tls_has_address(void *pointer, const uint8_t *address, uint64_t size);
int32_t ptracer_tls_read(void *pointer, uint8_t *bytes, uint64_t size);
int32_t ptracer_tls_write(void *pointer, const uint8_t *bytes, uint64_t size);

/* Whether a filter from before ours answers SIGSYS to this call: tried in a child, with arguments that do nothing. */
int32_t ptracer_is_forbidden(int32_t nr);
int32_t ptracer_is_forbidden_i386(int32_t nr); /* one of i386, by int $0x80 */
#endif
