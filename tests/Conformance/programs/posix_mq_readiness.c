// A descriptor of a POSIX message queue is ready as the queue is empty or full.
#include "conformance.h"
#include <mqueue.h>
#include <poll.h>

static void show(const char *label, mqd_t reader, mqd_t writer, mqd_t both) {
    struct pollfd files[] = {{reader, POLLIN, 0}, {writer, POLLOUT, 0}, {both, POLLIN | POLLOUT, 0}};
    int ready = (int)MUST(poll(files, 3, 0));
    printf("%s: %d ready, reader %x writer %x both %x\n", label, ready, files[0].revents, files[1].revents,
           files[2].revents);
}

int main(void) {
    struct mq_attr attributes = {.mq_maxmsg = 2, .mq_msgsize = 20};
    mqd_t both = (mqd_t)MUST(mq_open("/ptracer-ready", O_RDWR | O_CREAT, 0600, &attributes));
    mqd_t reader = (mqd_t)MUST(mq_open("/ptracer-ready", O_RDONLY)),
          writer = (mqd_t)MUST(mq_open("/ptracer-ready", O_WRONLY));
    char text[20];
    show("empty", reader, writer, both);
    MUST(mq_send(writer, "one", 3, 1));
    show("one", reader, writer, both);
    MUST(mq_send(writer, "two", 3, 1));
    show("full", reader, writer, both);
    MUST(mq_receive(reader, text, 20, NULL));
    show("one left", reader, writer, both);
    MUST(mq_receive(reader, text, 20, NULL));
    show("empty again", reader, writer, both);
    pid_t child = fork_child();
    if (child == 0) {
        struct pollfd file = {reader, POLLIN, 0};
        CALL(poll(&file, 1, 8000));
        _exit(0);
    }
    MUST(mq_send(writer, "wake up", 7, 1));
    wait_child("child", child);
    mq_unlink("/ptracer-ready");
    return 0;
}
