#include "conformance.h"

// abort(3): status 134.
int main(void) {
    show_file(FIX "/rel_link");
    abort();
}
