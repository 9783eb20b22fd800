#include "conformance.h"

// A shell script that redirects, globs, pipes, uses subshells, cd, traps and here-documents.
int main(void) {
    make_script(
        "script",
        "#!/bin/sh -e\n"
        "cd /conf/fix/dir_link\n"
        "pwd; pwd -P\n"
        "for f in *; do echo \"$f\"; done\n"
        "cd \"$OLDPWD\"\n"
        "echo one >file; echo two >>file\n"
        "while read line; do echo \"[$line]\"; done <file\n"
        "(cd / && pwd)\n"
        "pwd\n"
        "read x <<END\nhere $0\nEND\necho \"$x\"\n"
        "echo piped | (read y; echo \"got $y\")\n"
        "trap 'echo trapped' USR1\n"
        "kill -USR1 $$\n"
        "[ -L /conf/fix/rel_link ] && [ -d /conf/fix/to_binding ] && [ ! -e /conf/fix/dangling ] && echo tests\n"
        "sleep_in_background() { (exit 5) & wait $! || echo \"status $?\"; }\n"
        "sleep_in_background\n"
        "exec /bin/sh -c 'echo \"$0 $1\"; exit 4' name argument\n");
    char *const arguments[] = {"script", NULL};
    run_program("script", "./script", arguments, environ);
    list_dir(".");
}
