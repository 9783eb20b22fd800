#include "conformance.h"

// A link's text may be near PATH_MAX, and the rest of the path too: only each by itself is limited.
static char text[PATH_MAX + 10], path[PATH_MAX + 10];

static void fill(char *buffer, size_t length, const char *last) {
    size_t used = 0;
    while (used + 2 + strlen(last) <= length) {
        memcpy(buffer + used, "./", 2);
        used += 2;
    }
    strcpy(buffer + used, last);
}

int main(void) {
    MUST(mkdir("dir", 0755));
    make_file("dir/file", "found");
    fill(text, 4090, "dir");
    MUST(symlink(text, "long_dir"));
    fill(text, 4090, "dir/file");
    MUST(symlink(text, "long_file"));
    fill(text, 4090, "long_dir");
    MUST(symlink(text, "twice"));
    show_stat("long_dir");
    show_file("long_file");
    CALL(access("twice/file", R_OK));
    strcpy(path, "long_dir/");
    fill(path + strlen(path), 4000, "file");
    CALL_AS("long after long", access(path, R_OK));
    strcpy(path, "twice/");
    fill(path + strlen(path), 4000, "file");
    CALL_AS("long after twice long", access(path, R_OK));
    OPENS_AS("opened", open(path, O_RDONLY));
    strcpy(path, "twice/");
    fill(path + strlen(path), 4000, "made");
    OPENS_AS("created", open(path, O_RDWR | O_CREAT, 0644));
    fill(text, 4090, "dir/created_by_link");
    MUST(symlink(text, "creator"));
    OPENS(open("creator", O_RDWR | O_CREAT, 0644));
    fill(text, 4000, "../../../../conf/work/dir/file");
    MUST(symlink(text, "climber"));
    CALL(access("climber", R_OK));
    list_dir("dir");
}
