#!/bin/sh
# What a configure script made by autoconf spends its time on: some forty small checks by compiler, linker and shell.
# A file of its own, so that the rootfs needs no autoconf and every run does the same.
set -eu
directory=/tmp/bench-configure
rm -rf "$directory"
mkdir "$directory"
cd "$directory"
: >confdefs.h

define() {
    echo "#define $1 $2" >>confdefs.h
}

shell_name() {
    echo "$1" | tr 'a-z/. *' 'A-Z___P'
}

# try SUFFIX GCC-OPTIONS...: compiles standard input after the definitions so far
try() {
    suffix=$1
    shift
    cat confdefs.h - >conftest.c
    if gcc "$@" -o "conftest$suffix" conftest.c >conftest.log 2>&1; then
        result=yes
    else
        result=no
    fi
}

finish() {
    rm -f conftest conftest.o conftest.i conftest.c conftest.log
    echo "$result"
}

check_program() {
    printf 'checking for %s... ' "$1"
    result=no
    for place in $(echo "$PATH" | tr : ' '); do
        if [ -x "$place/$1" ]; then
            result=$place/$1
            break
        fi
    done
    echo "$result"
}

check_header() {
    printf 'checking for %s... ' "$1"
    echo "#include <$1>" | try .o -c
    if [ "$result" = yes ]; then
        define "HAVE_$(shell_name "$1")" 1
    fi
    finish
}

check_function() {
    printf 'checking for %s... ' "$1"
    printf 'char %s(void);\nint main(void) { return %s(); }\n' "$1" "$1" | try '' -fno-builtin -w
    if [ "$result" = yes ]; then
        define "HAVE_$(shell_name "$1")" 1
    fi
    finish
}

check_size() {
    printf 'checking size of %s... ' "$1"
    printf '#include <stdio.h>\nint main(void) { return printf("%%d", (int)sizeof(%s)) < 0; }\n' "$1" | try ''
    result=$(./conftest)
    define "SIZEOF_$(shell_name "$1")" "$result"
    finish
}

check_option() {
    printf 'checking whether gcc accepts %s... ' "$1"
    echo 'int main(void) { return 0; }' | try .o -c "$1"
    finish
}

for program in gcc make install sed grep awk ranlib no-such-program; do
    check_program "$program"
done
printf 'checking how to run the C preprocessor... '
echo '#include <limits.h>' | try .i -E
finish
for header in stdio.h stdlib.h string.h unistd.h stdint.h inttypes.h sys/types.h sys/stat.h sys/socket.h sys/epoll.h \
    sys/event.h pthread.h linux/openat2.h missing/header.h; do
    check_header "$header"
done
for function in fork openat2 memfd_create strlcpy getrandom statx epoll_create1 kqueue renameat2 copy_file_range; do
    check_function "$function"
done
for type in 'short' 'int' 'long' 'void *' 'long long'; do
    check_size "$type"
done
for option in -Wall -Wshadow -fPIC -fno-such-option; do
    check_option "$option"
done

printf 'creating config.h\n'
sed -e 's/^#define \([A-Z0-9_]*\) \(.*\)/#ifndef \1\n#define \1 \2\n#endif/' confdefs.h >config.h
cat config.h
