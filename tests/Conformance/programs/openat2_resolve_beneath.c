#include "conformance.h"

// RESOLVE_BENEATH: absolute paths, ".." above the directory and links that lead there are EXDEV.
int main(void) {
    int fix = (int)MUST(open(FIX, O_RDONLY | O_DIRECTORY));
    int dir = (int)MUST(open(FIX "/dir", O_RDONLY | O_DIRECTORY));
    const char *paths[] = {"file",
                           "./file",
                           "dir/inner",
                           "dir/../file",
                           "dir/../../fix/file",
                           "../fix/file",
                           "..",
                           "/conf/fix/file",
                           "rel_link",
                           "abs_link",
                           "chain1",
                           "chain3",
                           "dir_link/inner",
                           "escape",
                           "root_link",
                           "dotdot_link",
                           "dot_link/file",
                           "missing",
                           "self",
                           "missing/..",
                           "to_binding",
                           "to_bound_file",
                           "dir/sub/../../file",
                           ""};
    for (size_t i = 0; i < COUNT(paths); i++) OPENS_AS(paths[i], open_how(fix, paths[i], O_RDONLY, 0, CONF_BENEATH));
    printf("below dir\n");
    OPENS(open_how(dir, "..", O_RDONLY, 0, CONF_BENEATH));
    OPENS(open_how(dir, "sub/..", O_RDONLY, 0, CONF_BENEATH));
    OPENS(open_how(dir, "sub/../..", O_RDONLY, 0, CONF_BENEATH));
    OPENS(open_how(dir, "../file", O_RDONLY, 0, CONF_BENEATH));
    OPENS(open_how(AT_FDCWD, "new", O_RDWR | O_CREAT, 0644, CONF_BENEATH));
    OPENS(open_how(AT_FDCWD, "../new", O_RDWR | O_CREAT, 0644, CONF_BENEATH));
    OPENS(open_how(AT_FDCWD, WORK "/new", O_RDONLY, 0, CONF_BENEATH));
    MUST(chdir("/"));
    OPENS(open_how(AT_FDCWD, "..", O_RDONLY, 0, CONF_BENEATH));
    OPENS(open_how(AT_FDCWD, "conf/fix/file", O_RDONLY, 0, CONF_BENEATH));
    OPENS(open_how(AT_FDCWD, "conf/fix/escape", O_RDONLY, 0, CONF_BENEATH));
    OPENS(open_how(AT_FDCWD, "/conf/fix/file", O_RDONLY, 0, CONF_BENEATH));
}
