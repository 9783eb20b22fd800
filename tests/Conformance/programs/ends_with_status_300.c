#include "conformance.h"

// Only the low eight bits of an exit status count.
int main(void) {
    show_cwd();
    exit(300);
}
