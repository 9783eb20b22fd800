#include "conformance.h"
#include <elf.h>
#include <link.h>

// PT_INTERP: missing, a directory, not executable, not an ELF, truncated, foreign, without its NUL, too long, empty.
static unsigned char image[1 << 20];

static void try(const char *label, const char *interpreter, size_t size, bool terminate) {
    int in = (int)MUST(open(PROGRAM, O_RDONLY));
    size_t image_size = (size_t)MUST(read(in, image, sizeof image));
    close(in);
    ElfW(Ehdr) *header = (ElfW(Ehdr) *)image;
    ElfW(Phdr) *program = (ElfW(Phdr) *)(image + header->e_phoff);
    for (int i = 0; i < header->e_phnum; i++) {
        if (program[i].p_type != PT_INTERP) continue;
        program[i].p_offset = image_size;
        program[i].p_filesz = program[i].p_memsz = size;
    }
    memset(image + image_size, 'A', 8192);
    memcpy(image + image_size, interpreter, strlen(interpreter) + terminate);
    if (terminate) image[image_size + size - 1] = 0;
    unlink("program");
    int out = (int)MUST(open("program", O_WRONLY | O_CREAT | O_EXCL, 0755));
    MUST(write(out, image, image_size + 8192));
    close(out);
    char *const arguments[] = {"x", "child", NULL};
    run_program(label, "./program", arguments, environ);
}

static void try_path(const char *label, const char *interpreter) {
    try(label, interpreter, strlen(interpreter) + 1, true);
}

int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) {
        show_link("/proc/self/exe");
        return 0;
    }
    make_file("plain", "x");
    make_script("text",
                "not an ELF, but more than sixty-four bytes long, which is what is read of an interpreter first");
    make_script("short", "short");
    MUST(symlink(LOADER, "loader"));
    MUST(symlink("../../../../../.." LOADER, "climbing"));
    try_path("the right one", LOADER);
    try_path("by a link", WORK "/loader");
    try_path("by a relative name", "loader");
    try_path("by a climbing link", WORK "/climbing");
    try_path("missing", "/lib64/missing");
    try_path("directory", "/lib64");
    try_path("not executable", WORK "/plain");
    try_path("text", WORK "/text");
    try_path("short", WORK "/short");
    try_path("loop", FIX "/self");
    try_path("locked", FIX "/locked/inside");
    try("no NUL", LOADER, strlen(LOADER), false);
    try("one byte", "", 1, true);
    try("empty", "", 2, true);
    try("too long", "/lib64", 5000, true);
    try("longest", "/lib64", 4096, true);
}
