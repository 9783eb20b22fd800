/* Shared by the host-side files only. */
#ifndef PTRACER_PROCESS_H
#define PTRACER_PROCESS_H

#include <stdint.h>

#define SIGRTMAX_KERNEL 64

/* What the entry of the program (inherited.c) has changed of SIGSYS, put back into these: handler, if it was SIG_IGN,
 * and the signal's bit in the mask. */
void ptracer_before_entry(uint64_t *handler, uint64_t *mask);

/* A call that a policy of Android's forbids, made by one that all of them allow; -ENOSYS for any other. */
int64_t ptracer_by_allowed_call(int64_t nr, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e);

/* How many calls of this process an inherited filter has trapped so far. */
int32_t ptracer_trapped_calls(void);

/* In a spawned child, which shares our memory: give signals, mask and limits back as the process was started with them.
 */
void ptracer_restore_process(void);

/* In a spawned child: what it executes ignores the signal, and so does what that starts. */
void ptracer_ignore_signal(int signal);

#endif
