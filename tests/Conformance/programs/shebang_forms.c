#include "conformance.h"

// "#!" lines: arguments, blanks, tabs, relative interpreters, CRLF, no newline, links, paths given in several ways.
int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[0], "parent") != 0) {
        for (int i = 0; i < argc; i++) printf("  argv[%d] = \"%s\"\n", i, normalise(argv[i], -1, ""));
        return 7;
    }
    MUST(symlink(PROGRAM, "interpreter"));
    MUST(mkdir("dir", 0755));
    const struct {
        const char *name, *text;
    } scripts[] = {
        {"plain", "#!/conf/work/interpreter\nrest\n"},
        {"argument", "#!/conf/work/interpreter one\n"},
        {"words", "#!/conf/work/interpreter one two  three\n"},
        {"blanks", "#!  \t /conf/work/interpreter \t  one  \t\n"},
        {"no_newline", "#!/conf/work/interpreter one"},
        {"relative", "#!interpreter one\n"},
        {"dotted", "#!./dir/../interpreter one\n"},
        {"crlf", "#!/conf/work/interpreter\r\n"},
        {"crlf_argument", "#!/conf/work/interpreter one\r\n"},
        {"nul", "#!/conf/work/interpreter\n"},
        {"blank", "#!\n"},
        {"only_blanks", "#!   \t  \n"},
        {"nothing", "#!"},
        {"missing", "#!/conf/work/nowhere\n"},
        {"directory", "#!/conf/work/dir\n"},
        {"not_executable", "#!/conf/fix/file\n"},
        {"climbing", "#!/../../conf/work/interpreter x\n"},
        {"in_binding", "#!/conf/mnt/a/interpreter\n"},
        {"space_first", " #!/conf/work/interpreter\n"},
        {"trailing_slash", "#!/conf/work/interpreter/\n"},
        {"loop", "#!/conf/fix/self\n"},
        {"locked", "#!/conf/fix/locked/inside\n"},
        {"through_file", "#!/conf/fix/file/x\n"},
        {"itself", "#!/conf/work/itself\n"},
    };
    MUST(symlink(PROGRAM, MNT "/a/interpreter"));
    for (size_t i = 0; i < COUNT(scripts); i++) {
        make_script(scripts[i].name, scripts[i].text);
        char *const arguments[] = {"zero", "first", "second", NULL};
        run_program(scripts[i].name, scripts[i].name, arguments, environ);
    }
    char *const arguments[] = {"zero", "first", NULL};
    char *const alone[] = {"zero", NULL};
    MUST(symlink("plain", "link"));
    run_program("link", "link", arguments, environ);
    run_program("absolute", WORK "/plain", arguments, environ);
    run_program("dots", "./dir/..//plain", arguments, environ);
    run_program("no arguments", "plain", alone, environ);
    MUST(chdir("dir"));
    run_program("from below", "../plain", arguments, environ);
    run_program("relative interpreter from elsewhere", "../relative", arguments, environ);
    MUST(chmod("../plain", 0644));
    run_program("no exec bit", "../plain", arguments, environ);
}
