#include "conformance.h"

// A command that ends by SIGTERM ends the session as SIGTERM does: status 143.
int main(void) {
    show_cwd();
    raise(SIGTERM);
    printf("still here\n");
}
