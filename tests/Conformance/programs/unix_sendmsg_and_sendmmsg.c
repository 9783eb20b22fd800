#include "conformance.h"

// sendmsg, sendmmsg, recvmmsg with path addresses in every message.
int main(void) {
    struct sockaddr_un one = {.sun_family = AF_UNIX, .sun_path = WORK "/one"};
    struct sockaddr_un two = {.sun_family = AF_UNIX, .sun_path = "two"};
    struct sockaddr_un missing = {.sun_family = AF_UNIX, .sun_path = WORK "/missing"};
    int a = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    int b = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    int sender = (int)MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    struct sockaddr_un self = {.sun_family = AF_UNIX, .sun_path = "./sender"};
    MUST(bind(a, (struct sockaddr *)&one, sizeof one));
    MUST(bind(b, (struct sockaddr *)&two, sizeof two));
    MUST(bind(sender, (struct sockaddr *)&self, sizeof self));
    struct iovec parts[4] = {{"first", 5}, {"second", 6}, {"third", 5}, {"fourth", 6}};
    struct mmsghdr messages[4] = {0};
    struct sockaddr_un *targets[4] = {&one, &two, &one, &missing};
    for (int i = 0; i < 4; i++) {
        messages[i].msg_hdr.msg_name = targets[i];
        messages[i].msg_hdr.msg_namelen = sizeof one;
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    CALL(sendmmsg(sender, messages, 4, 0));
    printf("lengths %u %u %u\n", messages[0].msg_len, messages[1].msg_len, messages[2].msg_len);
    CALL(sendmmsg(sender, messages + 3, 1, 0));
    CALL(sendmsg(sender, &messages[1].msg_hdr, 0));
    CALL(sendmsg(sender, &messages[3].msg_hdr, 0));
    printf("the addresses are as they were: %s %s %s\n", one.sun_path, two.sun_path, missing.sun_path);
    char texts[3][16] = {"", "", ""};
    struct sockaddr_un from[3] = {0};
    struct mmsghdr received[3] = {0};
    for (int i = 0; i < 3; i++) {
        parts[i] = (struct iovec){texts[i], sizeof texts[i]};
        received[i].msg_hdr.msg_name = &from[i];
        received[i].msg_hdr.msg_namelen = sizeof from[i];
        received[i].msg_hdr.msg_iov = &parts[i];
        received[i].msg_hdr.msg_iovlen = 1;
    }
    CALL(recvmmsg(a, received, 3, MSG_DONTWAIT, NULL));
    for (int i = 0; i < 2; i++) printf("%s from %s, %u\n", texts[i], from[i].sun_path, received[i].msg_hdr.msg_namelen);
    CALL(recvmmsg(b, received, 3, MSG_DONTWAIT, NULL));
    CALL(recvmmsg(b, received, 3, MSG_DONTWAIT, NULL));
}
