// variants: static
// POSIX message queues: names, attributes, priorities, descriptors over fork and exec, waiting, signals, notification.
#include "asleep.h"
#include <mqueue.h>

#define NAME "/ptracer-posix-mq"

static void show(const char *label, mqd_t queue) {
    struct mq_attr attributes;
    if (mq_getattr(queue, &attributes) < 0) printf("%s: %s\n", label, errno_name(errno));
    else
        printf("%s: flags %lo, %ld of %ld messages of %ld\n", label, attributes.mq_flags, attributes.mq_curmsgs,
               attributes.mq_maxmsg, attributes.mq_msgsize);
}

static void take(mqd_t queue, size_t room) {
    char text[9000] = "";
    unsigned priority = 99;
    ssize_t size = mq_receive(queue, text, room, &priority);
    if (size < 0) printf("receive: %s\n", errno_name(errno));
    else printf("received %zd of priority %u: %s\n", size, priority, text);
}

static mqd_t make(const char *name, int flags, long count, long size) {
    struct mq_attr attributes = {.mq_maxmsg = count, .mq_msgsize = size};
    return mq_open(name, flags, 0600, &attributes);
}

static void names(void) {
    mq_unlink(NAME);
    OPENS(mq_open(NAME, O_RDWR));
    OPENS(mq_open("/", O_RDWR | O_CREAT, 0600, NULL));
    OPENS(syscall(SYS_mq_open, "", O_RDWR | O_CREAT, 0600, NULL));
    OPENS(syscall(SYS_mq_open, "a/b", O_RDWR | O_CREAT, 0600, NULL));
    OPENS(syscall(SYS_mq_open, "/a", O_RDWR | O_CREAT, 0600, NULL));
    OPENS(syscall(SYS_mq_open, ".", O_RDWR | O_CREAT, 0600, NULL));
    OPENS(syscall(SYS_mq_open, "..", O_RDWR, 0600, NULL));
    OPENS(syscall(SYS_mq_open, BAD_POINTER, O_RDWR | O_CREAT, 0600, NULL));
    OPENS(syscall(SYS_mq_open, NAME + 1, O_RDWR | O_CREAT, 0600, BAD_POINTER));
    char longest[300];
    memset(longest, 'n', sizeof longest);
    longest[256] = 0;
    OPENS(syscall(SYS_mq_open, longest, O_RDWR | O_CREAT, 0600, NULL));
    OPENS(make(NAME, O_RDWR | O_CREAT, 0, 10));
    OPENS(make(NAME, O_RDWR | O_CREAT, 10, 0));
    OPENS(make(NAME, O_RDWR | O_CREAT, 11, 10));
    OPENS(make(NAME, O_RDWR | O_CREAT, 10, 8193));
    OPENS(make(NAME, O_RDWR, 1, 1));
    OPENS(make(NAME, O_RDWR | O_CREAT, 3, 20));
    OPENS(make(NAME, O_RDWR | O_CREAT, 0, 0));
    OPENS(make(NAME, O_RDWR | O_CREAT | O_EXCL, 3, 20));
    OPENS(mq_open(NAME, O_RDONLY));
    OPENS(mq_open(NAME, 3));
    CALL(mq_unlink(NAME));
    CALL(mq_unlink(NAME));
    CALL(syscall(SYS_mq_unlink, "/x"));
    CALL(syscall(SYS_mq_unlink, ""));
    CALL(syscall(SYS_mq_unlink, BAD_POINTER));
    mqd_t standard = mq_open(NAME, O_RDWR | O_CREAT | O_NONBLOCK, 0400, NULL);
    show("standard", standard);
    OPENS(mq_open(NAME, O_WRONLY));
    OPENS(mq_open(NAME, O_RDONLY));
    mq_close(standard);
    mq_unlink(NAME);
}

static void messages(void) {
    mqd_t queue = make(NAME, O_RDWR | O_CREAT, 3, 20);
    mqd_t reader = mq_open(NAME, O_RDONLY | O_NONBLOCK), writer = mq_open(NAME, O_WRONLY | O_NONBLOCK);
    printf("closed on exec: %d\n", fcntl(queue, F_GETFD) == FD_CLOEXEC);
    CALL(mq_send(queue, "low", 3, 1));
    CALL(mq_send(queue, "high", 4, 30000));
    CALL(mq_send(queue, "low again", 9, 1));
    CALL(mq_send(writer, "too many", 8, 1));
    show("full", queue);
    CALL(mq_send(queue, "x", 1, 32768));
    CALL(mq_send(queue, "123456789012345678901", 21, 1));
    CALL(mq_send(reader, "x", 1, 1));
    CALL(mq_send(1, "x", 1, 1));
    CALL(mq_send(-1, "x", 1, 1));
    CALL(mq_send(queue, BAD_POINTER, 1, 1));
    take(writer, 20);
    take(queue, 19);
    take(1, 100);
    take(reader, 20);
    take(reader, 20);
    take(reader, 100);
    take(reader, 20);
    CALL(mq_send(queue, "", 0, 0));
    take(queue, 20);
    struct timespec past = {1, 0}, bad = {1, 1000000000}, soon;
    char text[20];
    CALL(mq_timedreceive(queue, text, 20, NULL, &past));
    CALL(mq_timedreceive(queue, text, 20, NULL, &bad));
    CALL_BAD(mq_timedreceive(queue, text, 20, NULL, BAD_POINTER));
    clock_gettime(CLOCK_REALTIME, &soon);
    soon.tv_nsec += 20000000;
    soon.tv_sec += soon.tv_nsec / 1000000000;
    soon.tv_nsec %= 1000000000;
    CALL(mq_timedreceive(queue, text, 20, NULL, &soon));
    CALL(mq_timedsend(queue, "in time", 7, 5, &past));
    CALL(mq_timedreceive(queue, BAD_POINTER, 20, NULL, &past));

    struct mq_attr attributes = {.mq_flags = O_NONBLOCK, .mq_maxmsg = 77}, before;
    CALL(mq_setattr(queue, &attributes, &before));
    printf("before: %lo\n", before.mq_flags);
    show("not blocking", queue);
    attributes.mq_flags = O_APPEND;
    CALL(mq_setattr(queue, &attributes, NULL));
    CALL(mq_getattr(1, &attributes));
    CALL(mq_getattr(-1, &attributes));
    CALL(mq_getattr(queue, BAD_POINTER));
    take(queue, 20);
    MUST(fcntl(queue, F_SETFL, 0));
    show("blocking", queue);
    mqd_t other = dup(queue);
    CALL(mq_send(other, "by another descriptor", 20, 7));
    mq_close(other);
    CALL(mq_unlink(NAME));
    OPENS(mq_open(NAME, O_RDWR));
    pid_t child = fork_child();
    if (child == 0) {
        take(queue, 20);
        CALL(mq_send(queue, "from the child", 14, 2));
        _exit(0);
    }
    wait_child("child", child);
    take(queue, 20);
    mq_close(queue);
    CALL(mq_getattr(queue, &attributes));
    show("reader", reader);
    mq_close(reader);
    mq_close(writer);
}

static void waiting(void) {
    mqd_t queue = make(NAME, O_RDWR | O_CREAT, 1, 20);
    pid_t receiver = fork_child();
    if (receiver == 0) {
        take(queue, 20);
        _exit(0);
    }
    wait_asleep(receiver);
    MUST(mq_send(queue, "wake up", 7, 3));
    wait_child("receiver", receiver);
    CALL(mq_send(queue, "first", 5, 1));
    pid_t sender = fork_child();
    if (sender == 0) {
        CALL(mq_send(queue, "second", 6, 2));
        _exit(0);
    }
    wait_asleep(sender);
    char text[20];
    MUST(mq_receive(queue, text, 20, NULL));
    wait_child("sender", sender);
    take(queue, 20);
    for (int kind = 0; kind < 4; kind++) {
        pid_t child = fork_child();
        if (child == 0) {
            if (kind == 2) signal(SIGUSR1, SIG_IGN);
            else catch_signal(SIGUSR1, kind == 0 ? 0 : SA_RESTART);
            take(queue, 20);
            printf("signals %d\n", conf_signals);
            _exit(0);
        }
        wait_asleep(child);
        if (kind == 3) {
            MUST(kill(child, SIGSTOP));
            wait_stopped(child);
            MUST(kill(child, SIGCONT));
        } else {
            MUST(kill(child, SIGUSR1));
        }
        if (kind != 0) {
            wait_asleep(child);
            MUST(mq_send(queue, "after the signal", 16, 1));
        }
        wait_child("child", child);
    }
    mq_close(queue);
    mq_unlink(NAME);
}

static void notification(void) {
    mqd_t queue = make(NAME, O_RDWR | O_CREAT, 3, 20);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    sigprocmask(SIG_BLOCK, &set, NULL);
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2, .sigev_value.sival_int = 42},
                    none = {.sigev_notify = SIGEV_NONE};
    struct timespec at_once = {0, 0}, long_enough = {8, 0};
    siginfo_t info;
    CALL(mq_notify(1, &event));
    CALL(mq_notify(queue, &event));
    CALL(mq_notify(queue, &event));
    pid_t child = fork_child();
    if (child == 0) {
        CALL(mq_notify(queue, &none));
        CALL(mq_notify(queue, NULL));
        CALL(mq_send(queue, "event", 5, 0));
        _exit(0);
    }
    wait_child("child", child);
    int number = sigtimedwait(&set, &info, &long_enough);
    printf("signal %s code %d value %d pid of the child %d uid own %d\n", signal_name(number), info.si_code,
           info.si_value.sival_int, info.si_pid == child, info.si_uid == getuid());
    take(queue, 20);
    CALL(mq_send(queue, "no event", 8, 0));
    CALL(sigtimedwait(&set, &info, &at_once));
    CALL(mq_notify(queue, &event));
    CALL(mq_send(queue, "it was not empty", 16, 0));
    CALL(sigtimedwait(&set, &info, &at_once));
    CALL(mq_notify(queue, NULL));
    CALL(mq_notify(queue, NULL));
    CALL(mq_notify(queue, &none));
    CALL(mq_notify(queue, &event));
    CALL(mq_notify(queue, NULL));
    event.sigev_signo = 65;
    CALL(mq_notify(queue, &event));
    event.sigev_notify = 77;
    CALL(mq_notify(queue, &event));
    CALL(syscall(SYS_mq_notify, queue, BAD_POINTER));
    mq_close(queue);
    mq_unlink(NAME);
}

int main(void) {
    names();
    messages();
    waiting();
    notification();
    return 0;
}
