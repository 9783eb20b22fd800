/* Probes of what this kernel and place allow; src/Ptracer/Linux/Shim.Probes.cs declares each of these once. Each
 * answers 0 (or the value its name says) when it works, -errno when the kernel refuses, and
 * -(PTRACER_PROBE_KILLED_BASE + signal) when the child that tried was killed. */
#ifndef PTRACER_PROBE_H
#define PTRACER_PROBE_H
#include <stdint.h>

#define PTRACER_PROBE_KILLED_BASE 8192

int32_t ptracer_probe_ptrace(void);
int32_t ptracer_probe_seccomp_trace(void);
int32_t ptracer_probe_syscall_info(void);
int32_t ptracer_probe_memory(void);
int32_t ptracer_probe_openat2(void);
int32_t ptracer_probe_memfd_exec(void);
int32_t ptracer_probe_i386_exec(void);
int32_t ptracer_probe_exec_file(const uint8_t *path);
int32_t ptracer_probe_map_executable(const uint8_t *path);
int32_t ptracer_probe_mm_map(void);
int32_t ptracer_probe_user_namespace(void);
int32_t ptracer_probe_address_bits(void);
int32_t ptracer_probe_writable_directory(const uint8_t *path);
int32_t ptracer_probe_cpus(void);
#endif
