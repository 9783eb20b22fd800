#include "asleep.h"
#include <sys/mman.h>
#include "sites.h"
#include <setjmp.h>

// A fifo opened again and again at one site: the open waits, ends by a signal, goes on after one, is left by a jump, is
// stopped and continued, and ends with its process.
static sigjmp_buf left;
static void jump(int number) { siglongjmp(left, number); }

static void nested(int number) {
    conf_count_signal(number);
    char buffer[512];
    if (conf_signals < 5) raise(number); // SA_NODEFER
    AT_SITE(stat, FIX "/file", buffer);
    site_closed(AT_SITE(open, FIX "/file", O_RDONLY));
}

// Sends a signal whenever the process sleeps, then perhaps opens the fifo for writing.
static pid_t start_sender(pid_t process, int number, int count, bool opens) {
    pid_t pid = fork_child();
    if (pid != 0) return pid;
    for (int i = 0; i < count; i++) {
        wait_asleep(process);
        kill(process, number);
    }
    if (opens) {
        wait_asleep(process);
        close((int)MUST(open("fifo", O_WRONLY)));
    }
    _exit(0);
}

static void round_of(int round) {
    printf("round %d\n", round);
    conf_signals = 0;
    catch_signal(SIGUSR1, 0);
    pid_t sender = start_sender(getpid(), SIGUSR1, 1, false);
    CALL(AT_SITE(open, WORK "/fifo", O_RDONLY));
    wait_child("interrupts", sender);
    catch_signal(SIGUSR1, SA_RESTART);
    sender = start_sender(getpid(), SIGUSR1, 2, true);
    CALL(site_closed(AT_SITE(open, "fifo", O_RDONLY)));
    wait_child("restarts", sender);

    struct sigaction action = {.sa_handler = nested, .sa_flags = SA_NODEFER | SA_RESTART};
    MUST(sigaction(SIGUSR1, &action, NULL));
    sender = start_sender(getpid(), SIGUSR1, 1, true);
    CALL(site_closed(AT_SITE(open, "fifo", O_RDONLY)));
    wait_child("nests", sender);
    printf("signals %d\n", conf_signals);

    MUST(sigaction(SIGUSR2, &(struct sigaction){.sa_handler = jump}, NULL));
    sender = start_sender(getpid(), SIGUSR2, 1, false);
    if (sigsetjmp(left, 1) == 0) CALL(AT_SITE(open, "fifo", O_RDONLY));
    else printf("left\n");
    wait_child("leaves", sender);

    // In a child, which its parent stops.
    volatile char *has_returned = mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    MUST(has_returned == MAP_FAILED ? -1 : 0);
    pid_t pid = fork_child();
    if (pid == 0) {
        catch_signal(SIGUSR1, 0);
        CALL(AT_SITE(open, "fifo", O_RDONLY));
        *has_returned = 1;
        AT_SITE(open, WORK "/fifo", O_RDONLY);
        _exit(1);
    }
    for (int i = 0; i < 3; i++) {
        wait_asleep(pid);
        kill(pid, SIGSTOP);
        wait_stopped(pid);
        kill(pid, SIGCONT);
    }
    kill(pid, SIGSTOP);
    wait_stopped(pid);
    kill(pid, SIGUSR1);
    kill(pid, SIGCONT);
    while (!*has_returned) usleep(1000);
    wait_asleep(pid);
    kill(pid, SIGKILL);
    wait_child("stopped, then killed", pid);
}

int main(void) {
    MUST(mkfifo("fifo", 0600));
    for (int round = 0; round < ROUNDS; round++) round_of(round);
    CALL(open(FIX "/file", O_RDONLY));
}
