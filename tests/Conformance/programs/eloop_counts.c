#include "conformance.h"

// 40 links in one lookup are followed, 41 are ELOOP, whether in a row or spread over components.
int main(void) {
    const int counts[] = {1, 38, 39, 40, 41, 42};
    for (size_t i = 0; i < COUNT(counts); i++) {
        char path[PATH_MAX];
        char label[64];
        snprintf(path, sizeof path, FIX "/link%d", counts[i]);
        show_stat(path);
        show_lstat(path);
        OPENS_AS(path, open(path, O_RDONLY));
        snprintf(path, sizeof path, FIX "/dirlink%d/inner", counts[i]);
        show_stat(path);
        snprintf(path, sizeof path, FIX "/dirlink%d/", counts[i]);
        show_lstat(path);
        // The same number of links, one component each.
        size_t used = (size_t)sprintf(path, "%s", FIX);
        for (int n = 0; n < counts[i]; n++) used += (size_t)sprintf(path + used, "/dot_link");
        strcpy(path + used, "/file");
        snprintf(label, sizeof label, "%d links, then a file", counts[i]);
        CALL_AS(label, access(path, F_OK));
        strcpy(path + used, "/missing");
        CALL_AS(label, access(path, F_OK));
        strcpy(path + used, "/rel_link");
        CALL_AS(label, access(path, F_OK));
    }
    OPENS(open(FIX "/link40", O_RDONLY | O_NOFOLLOW));
    OPENS(open(FIX "/link42", O_PATH | O_NOFOLLOW));
    OPENS(open_how(AT_FDCWD, FIX "/link41", O_RDONLY, 0, CONF_IN_ROOT));
}
