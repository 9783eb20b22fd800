/* Host side of the shim: what runs in ptracer's own process and cannot be C#. One prefix, fixed-width types, results as
 * the kernel gives them: a value, or -errno. src/Ptracer/Linux/Shim.cs declares each of these once. */
#ifndef PTRACER_HOST_H
#define PTRACER_HOST_H
#include <stdint.h>

/* One system call, errno not touched: returns what the kernel returned. */
int64_t ptracer_syscall(int64_t nr, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f);

/* The stub ELF that is executed in place of guest programs (guest/). */
extern const uint8_t ptracer_stub_image[], ptracer_stub_image_end[];
const uint8_t *ptracer_stub(uint64_t *size_bytes);

/* The process as it was started, before any runtime changed it. */
int32_t ptracer_argc(void);
const uint8_t *ptracer_argv(int32_t index);
const uint8_t *const *ptracer_environ(void);

/* All of it must stay until the child has executed or ended: error_fd is then at its end. */
struct ptracer_spawn {
    const char *executable; /* what the kernel executes: the stub */
    const char *const *argv, *const *envp;
    const char *working_directory; /* host path */
    const void *filter;            /* struct sock_filter[filter_length] */
    uint64_t filter_length;
    uint64_t ptrace_options;
    void *stack; /* for the child; a few KiB do */
    uint64_t stack_size;
    int32_t error_fd; /* out: read end; 8 bytes {step, errno} arrive if the child failed, EOF if not */
    int32_t go_fd, go_fd_of_parent, error_fd_of_child; /* between ptracer_spawn and the child */
};

/* Start a child, seize it, let it install the filter and exec. Returns its pid or -errno. */
int64_t ptracer_spawn(struct ptracer_spawn *spawn);

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

#endif
