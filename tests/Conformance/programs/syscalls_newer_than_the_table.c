#include "conformance.h"

// No such number: ENOSYS.
int main(void) {
    CALL(syscall(1000));
    CALL(syscall(-1));
    CALL(syscall(SYS_uselib, FIX "/file"));
}
