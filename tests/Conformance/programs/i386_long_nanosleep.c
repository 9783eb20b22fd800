// bits: 32
#include "i386.h"

// clock_nanosleep with times of 64 bits, of Linux 5.1; a C library that has not got it takes the one before.
int main(void) {
    CALL_AS("clock_nanosleep_time64", INT80(407, CLOCK_MONOTONIC, 0, P((int64_t[]){0, 1000}), 0));
    CALL(clock_nanosleep(CLOCK_MONOTONIC, 0, &(struct timespec){0, 1000}, NULL));
}
