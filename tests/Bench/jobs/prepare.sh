#!/bin/sh
# Runs once in the benchmark's copy of the rootfs, natively where it may: makes what the jobs work on under /bench.
set -eu
cd /bench

for program in calls tracees; do
    gcc -O2 -Wall -D_GNU_SOURCE -o "$program" "programs/$program.c"
done

# The paths that programs/calls.c asks for: 1, 5 and 10 components, and a symlink.
rm -rf a repository build
mkdir -p a/b/c/d/e/g/h/i
: >a/b/c/f
: >a/b/c/d/e/g/h/i/f
ln -s b/c/f a/link

# git: 100 directories of 100 files.
mkdir repository
cd repository
git init -q .
for i in 0 1 2 3 4 5 6 7 8 9; do
    for j in 0 1 2 3 4 5 6 7 8 9; do
        mkdir "d$i$j"
        for k in 0 1 2 3 4 5 6 7 8 9; do
            for l in 0 1 2 3 4 5 6 7 8 9; do
                echo "file $i$j$k$l" >"d$i$j/f$k$l.txt"
            done
        done
    done
done
git config user.name bench
git config user.email bench@localhost
git config gc.auto 0
git add .
git commit -q -m 'Add 10,000 files'
git status --porcelain >/dev/null
cd ..

# C: 60 files that include a header of their own and some of the system's, and a Makefile.
mkdir build
cd build
objects=
n=0
while [ "$n" -lt 60 ]; do
    echo "int unit_$n(int x);" >>units.h
    cat >"unit_$n.c" <<UNIT
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "units.h"
int unit_$n(int x)
{
    char text[64];
    snprintf(text, sizeof text, "%d", x + $n);
    for (size_t i = 0; i < strlen(text); i++)
        x += text[i] * $n;
    return x ? atoi(text) : $n;
}
UNIT
    objects="$objects unit_$n.o"
    n=$((n + 1))
done
cat >main.c <<'MAIN'
#include "units.h"
int main(void) { return unit_0(0) + unit_59(1) < 0; }
MAIN
cat >Makefile <<MAKEFILE
CFLAGS = -O1
.RECIPEPREFIX = >
program: main.o$objects
> gcc -o \$@ \$^
%.o: %.c units.h
> gcc \$(CFLAGS) -c -o \$@ \$<
MAKEFILE
cd ..

cat >hello.c <<'HELLO'
#include <stdio.h>
int main(void) { return puts("hello, world") < 0; }
HELLO
echo 'deb [trusted=yes] file:/srv/archive ./' >archive.list
