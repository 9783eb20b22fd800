/* Shared by the host-side files only. */
#ifndef PTRACER_PROCESS_H
#define PTRACER_PROCESS_H

#define SIGRTMAX_KERNEL 64

/* In a spawned child, which shares our memory: give signals, mask and limits back as the process was started with them.
 */
void ptracer_restore_process(void);

/* In a spawned child: what it executes ignores the signal, and so does what that starts. */
void ptracer_ignore_signal(int signal);

#endif
