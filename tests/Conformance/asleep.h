// Waiting until another process sleeps in a call, for programs about what wakes or interrupts it.
#ifndef ASLEEP_H
#define ASLEEP_H
#include "conformance.h"

static inline char conf_state(pid_t pid) {
    char path[64], text[512] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY);
    if (fd < 0) return 0;
    ssize_t size = read(fd, text, sizeof text - 1);
    close(fd);
    char *end = size > 0 ? strrchr(text, ')') : NULL;
    return end == NULL ? 0 : end[2];
}

// Returns once a process has been seen asleep several times in a row.
static inline void wait_asleep(pid_t pid) {
    for (int seen = 0; seen < 5; usleep(2000)) seen = conf_state(pid) == 'S' ? seen + 1 : 0;
}

static inline void wait_stopped(pid_t pid) {
    int status;
    do MUST(waitpid(pid, &status, WUNTRACED));
    while (!WIFSTOPPED(status));
}

static volatile sig_atomic_t conf_signals;
static inline void conf_count_signal(int number) {
    (void)number;
    conf_signals = conf_signals + 1;
}

static inline void catch_signal(int number, int flags) {
    struct sigaction action = {.sa_handler = conf_count_signal, .sa_flags = flags};
    MUST(sigaction(number, &action, NULL));
}
#endif
