#include "conformance.h"
#include <sys/sendfile.h>

// copy_file_range, sendfile and splice between a binding, the root and another binding.
int main(void) {
    int from = (int)MUST(open(FIX "/to_binding/one", O_RDONLY));
    int to = (int)MUST(open("copy", O_RDWR | O_CREAT, 0644));
    CALL(copy_file_range(from, NULL, to, NULL, 100, 0));
    show_file("copy");
    off_t start = 0;
    CALL(sendfile(to, from, &start, 7));
    show_file("copy");
    int bound = (int)MUST(open(MNT "/a/deep/copy", O_RDWR | O_CREAT, 0644));
    CALL(lseek(to, 0, SEEK_SET));
    CALL(copy_file_range(to, NULL, bound, NULL, 100, 0));
    show_file(MNT "/a/deep/copy");
    int read_only = (int)MUST(open(MNT "/ro/file", O_RDONLY));
    CALL(sendfile(to, read_only, NULL, 100));
    show_file("copy");
    int pipes[2];
    MUST(pipe(pipes));
    CALL(lseek(read_only, 0, SEEK_SET));
    CALL(splice(read_only, NULL, pipes[1], NULL, 9, 0));
    show_fd("pipe", pipes[0]);
}
