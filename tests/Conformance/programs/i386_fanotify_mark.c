// bits: 32
#include "i386.h"

// fanotify_mark: descriptor, flags, mask in two words, directory, path.
int main(void) {
    CALL_AS("fanotify_mark of a wrong flag", INT80(339, -1, 0x8000, 1, 0, AT_FDCWD, P(BAD_POINTER)));
    CALL_AS("fanotify_mark of a wrong mask", INT80(339, -1, 1, 1, 0x100, AT_FDCWD, P(BAD_POINTER)));
    CALL_AS("fanotify_mark of no group", INT80(339, -1, 1, 1, 0, AT_FDCWD, P(FIX "/file")));
    CALL_AS("fanotify_mark of a file", INT80(339, 0, 1, 1, 0, AT_FDCWD, P(FIX "/file")));
}
