// bits: 32
// identity: root
// variants: static
#include "i386.h"

// Root changes its ids by calls of 16 bits.
static void show_ids(void) {
    uint32_t ids[6];
    MUST(INT80(209, P(&ids[0]), P(&ids[1]), P(&ids[2])));
    MUST(INT80(211, P(&ids[3]), P(&ids[4]), P(&ids[5])));
    uint16_t small[6];
    MUST(INT80(165, P(&small[0]), P(&small[1]), P(&small[2])));
    MUST(INT80(171, P(&small[3]), P(&small[4]), P(&small[5])));
    printf("  users %u %u %u, groups %u %u %u; in 16 bits %u %u %u, %u %u %u; %ld %ld %ld %ld\n", ids[0], ids[1],
           ids[2], ids[3], ids[4], ids[5], small[0], small[1], small[2], small[3], small[4], small[5], INT80(24),
           INT80(49), INT80(47), INT80(50));
}

static void in_child(const char *label, void (*change)(void)) {
    printf("%s\n", label);
    pid_t pid = fork_child();
    if (pid == 0) {
        change();
        _exit(0);
    }
    wait_child(label, pid);
}

static void by_setuid(void) {
    CALL_AS("setgid 300", INT80(46, 300));
    show_ids();
    CALL_AS("setuid 200", INT80(23, 200));
    show_ids();
    CALL_AS("setuid 0", INT80(23, 0));
    CALL_AS("setgid 0", INT80(46, 0));
    CALL_AS("setuid 200 again", INT80(23, 200));
    CALL_AS("setuid of 16 bits and more", INT80(23, 0x90000 | 200));
    show_ids();
}

static void by_setreuid(void) {
    CALL_AS("setregid nobody 301", INT80(71, 0xffff, 301));
    CALL_AS("setreuid nobody 201", INT80(70, 0xffff, 201));
    show_ids();
    CALL_AS("setreuid 201 nobody", INT80(70, 201, 0xffff));
    show_ids();
    CALL_AS("setreuid -1 0", INT80(70, -1, 0));
    show_ids();
    CALL_AS("setreuid 5 5", INT80(70, 5, 5));
}

static void by_setresuid(void) {
    CALL_AS("setresgid 1 2 3", INT80(170, 1, 2, 3));
    CALL_AS("setresgid nobody 1 nobody", INT80(170, 0xffff, 1, 0xffff));
    CALL_AS("setresuid 4 5 6", INT80(164, 4, 5, 6));
    show_ids();
    CALL_AS("setresuid nobody 6 -1", INT80(164, 0xffff, 6, -1));
    show_ids();
    CALL_AS("setresuid 0 0 0", INT80(164, 0, 0, 0));
    CALL_AS("setresgid 0 0 0", INT80(170, 0, 0, 0));
    show_ids();
}

static void by_wide_calls(void) {
    CALL_AS("setresgid32 100000 100001 100002", INT80(210, 100000, 100001, 100002));
    CALL_AS("setresuid32 200000 200001 200002", INT80(208, 200000, 200001, 200002));
    show_ids(); // what does not fit into 16 bits is 65534 there
}

static void by_setfsuid(void) {
    CALL_AS("setfsgid 401", INT80(139, 401));
    CALL_AS("setfsgid nobody", INT80(139, 0xffff));
    CALL_AS("setfsuid 400", INT80(138, 400));
    CALL_AS("setfsuid nobody", INT80(138, 0xffff));
    CALL_AS("setfsuid32 -1", INT80(215, -1));
    CALL_AS("setfsgid32 -1", INT80(216, -1));
    show_ids();
}

static void by_setgroups(void) {
    uint16_t groups[4] = {10, 20, 65534, 30}, got[8];
    memset(got, 0xa5, sizeof got);
    CALL_AS("setgroups", INT80(81, 4, P(groups)));
    CALL_AS("getgroups, how many", INT80(80, 0, 0));
    CALL_AS("getgroups of one", INT80(80, 1, P(got)));
    CALL_AS("getgroups", INT80(80, 8, P(got)));
    printf("  %u %u %u %u, ends %d\n", got[0], got[1], got[2], got[3], got[4] == 0xa5a5);
    uint32_t wide[8];
    CALL_AS("getgroups32", INT80(205, 8, P(wide)));
    printf("  %u %u %u %u\n", wide[0], wide[1], wide[2], wide[3]);
    wide[1] = 100000;
    CALL_AS("setgroups32", INT80(206, 2, P(wide)));
    CALL_AS("getgroups", INT80(80, 8, P(got)));
    printf("  %u %u\n", got[0], got[1]);
    CALL_AS("setgroups of nowhere", INT80(81, 1, P(BAD_POINTER)));
    CALL_AS("setgroups of too many", INT80(81, 65537, P(groups)));
    CALL_AS("setgroups of -1", INT80(81, -1, P(groups)));
    CALL_AS("setgroups of none", INT80(81, 0, 0));
    CALL_AS("getgroups", INT80(80, 8, P(got)));
}

int main(void) {
    show_ids();
    in_child("setuid and setgid", by_setuid);
    in_child("setreuid and setregid", by_setreuid);
    in_child("setresuid and setresgid", by_setresuid);
    in_child("the calls of 32 bits", by_wide_calls);
    in_child("setfsuid and setfsgid", by_setfsuid);
    in_child("setgroups", by_setgroups);
}
