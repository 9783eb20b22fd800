#include "conformance.h"
#include <elf.h>
#include <link.h>

// execve(2) fails as the kernel does: directories, no permission, text, truncated and foreign ELF, missing interpreter.
static unsigned char image[1 << 20];
static size_t image_size;

static void write_image(const char *path, size_t size) {
    int fd = (int)MUST(open(path, O_WRONLY | O_CREAT | O_TRUNC, 0755));
    MUST(write(fd, image, size));
    close(fd);
}

static void load(void) {
    int fd = (int)MUST(open(PROGRAM, O_RDONLY));
    image_size = (size_t)MUST(read(fd, image, sizeof image));
    close(fd);
}

static void try(const char *label, const char *path) {
    char *const arguments[] = {"x", "child", NULL};
    run_program(label, path, arguments, environ);
}

int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) {
        printf("ran\n");
        return 0;
    }
    MUST(mkdir("dir", 0755));
    make_file("plain", "text");
    make_script("text", "text without a magic\n");
    make_script("empty", "");
    make_script("one_byte", "#");
    MUST(symlink("nowhere", "dangling"));
    MUST(mkfifo("fifo", 0777));
    try("directory", "dir");
    try("missing", "missing");
    try("empty path", "");
    try("not executable", "plain");
    try("text", "text");
    try("empty", "empty");
    try("one byte", "one_byte");
    try("dangling", "dangling");
    try("loop", FIX "/self");
    try("locked", FIX "/locked/inside");
    try("below a file", "plain/x");
    try("slash at the end", PROGRAM "/");
    try("fifo", "fifo");
    try("device", "/dev/null");
    try("proc file", "/proc/version");
    CALL(execve(BAD_POINTER, NULL_POINTER, NULL));
    CALL(execve(PROGRAM, BAD_POINTER, NULL));
    CALL(execve("missing", BAD_POINTER, NULL));
    char *const bad_arguments[] = {"x", BAD_POINTER, NULL};
    CALL(execve(PROGRAM, bad_arguments, NULL));
    ElfW(Ehdr) *header = (ElfW(Ehdr) *)image;
    const size_t sizes[] = {4, 16, sizeof *header - 1, sizeof *header, sizeof *header + sizeof(ElfW(Phdr)), 500};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        char label[32];
        load();
        write_image("truncated", sizes[i]);
        snprintf(label, sizeof label, "first %zu bytes", sizes[i]);
        try(label, "./truncated");
    }
    load();
    header->e_machine = EM_AARCH64;
    write_image("machine", image_size);
    try("other machine", "./machine");
    load();
    header->e_type = ET_REL;
    write_image("object", image_size);
    try("object file", "./object");
    load();
    header->e_phentsize = 40;
    write_image("phentsize", image_size);
    try("wrong header size", "./phentsize");
    load();
    header->e_phnum = 0;
    write_image("phnum", image_size);
    try("no program headers", "./phnum");
    load();
    header->e_phoff = image_size + 4096;
    write_image("phoff", image_size);
    try("headers beyond the end", "./phoff");
    load();
    header->e_ident[EI_VERSION] = 9;
    write_image("version", image_size);
    try("odd version, still run", "./version");
    load();
    write_image("good", image_size);
    try("a good copy", "./good");
    MUST(chmod("good", 0644));
    try("a good copy without permission", "./good");
}
