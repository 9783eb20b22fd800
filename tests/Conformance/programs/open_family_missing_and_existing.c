#include "conformance.h"

// open(2), openat(2), creat(2): the flag combinations on existing, missing and wrong kinds of file.
int main(void) {
    OPENS(open(FIX "/file", O_RDONLY));
    OPENS(open(FIX "/missing", O_RDONLY));
    OPENS(open(FIX "/dir", O_RDONLY));
    OPENS(open(FIX "/dir", O_WRONLY));
    OPENS(open(FIX "/dir", O_RDWR | O_CREAT, 0644));
    OPENS(open(FIX "/dir", O_RDONLY | O_CREAT, 0644));
    OPENS(open(FIX "/file", O_RDONLY | O_DIRECTORY));
    OPENS(open(FIX "/dir_link", O_RDONLY | O_DIRECTORY));
    OPENS(open(FIX "/rel_link", O_RDONLY | O_NOFOLLOW));
    OPENS(open(FIX "/dir_link", O_RDONLY | O_NOFOLLOW | O_DIRECTORY));
    OPENS(open("new", O_WRONLY));
    OPENS(open("new", O_WRONLY | O_CREAT, 0640));
    show_stat("new");
    OPENS(open("new", O_WRONLY | O_CREAT | O_EXCL, 0600));
    OPENS(open("new", O_WRONLY | O_CREAT | O_DIRECTORY, 0600));
    OPENS(creat("new2", 0666));
    show_stat("new2");
    OPENS(creat(FIX "/dir", 0666));
    OPENS(creat("missing/new", 0666));
    OPENS(openat(AT_FDCWD, "new3", O_RDWR | O_CREAT | O_EXCL, 0600));
    show_stat("new3");
    make_file("text", "some text");
    OPENS(open("text", O_WRONLY | O_TRUNC));
    show_stat("text");
    OPENS(open("text", O_RDONLY | O_CREAT | O_DIRECTORY));
    OPENS(open("absent", O_RDONLY | O_CREAT | O_DIRECTORY));
    list_dir(".");
}
