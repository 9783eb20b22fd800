// variants: static static-pie musl
#include "conformance.h"
#include <pthread.h>

// Thread-local variables with values, zeroes and alignment, in the first thread and others; constructors run once.
static __thread int value = 42;
static __thread char zeroes[5000];
static __thread int aligned __attribute__((aligned(64))) = 7;
static int constructed;
__attribute__((constructor)) static void construct(void) { constructed++; }

static void *check(void *argument) {
    int zero = 1;
    for (size_t i = 0; i < sizeof zeroes; i++) zero &= zeroes[i] == 0;
    printf("value %d zeroes %d aligned %d %d\n", value, zero, ((uintptr_t)&aligned & 63) == 0, aligned);
    value = 1;
    memset(zeroes, 1, sizeof zeroes);
    show_stat(FIX "/rel_link");
    return argument;
}

int main(void) {
    pthread_t id;
    check(NULL);
    pthread_create(&id, NULL, check, NULL);
    pthread_join(id, NULL);
    printf("value %d constructed %d\n", value, constructed);
}
