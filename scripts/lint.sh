#!/usr/bin/env bash
# Format, analyzers and strict compilers over the whole tree. Every step runs, whatever the ones before it found.
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$top"

# Analyzers run in a build of their own, so that the ordinary one stays valid.
export PTRACER_ARTIFACTS=$top/obj/lint
unclean=()

step() { # NAME COMMAND...
    local name=$1
    shift
    say "$name"
    "$@" || unclean+=("$name")
}

is_script() { [[ $1 == *.sh || $1 == *.recipe || $(head -c 40 "$1" | tr -d '\0') =~ ^\#!.*(bash|/sh) ]]; }

shell_scripts() {
    local file files=()
    while read -r file; do
        [[ ! -f $file ]] || ! is_script "$file" || files+=("$file")
    done < <(git ls-files)
    shellcheck -x "${files[@]}"
}

c_format() {
    local files
    mapfile -t files < <(git ls-files 'native/*.[ch]' 'tests/*.[ch]')
    clang-format --dry-run -Werror "${files[@]}"
}

# The host's side of the shim has the C library, the guest's side has nothing.
strict_c() {
    local file flags status=0
    for file in native/shim/*.c native/shim/guest/*.c; do
        flags=(-std=c11 -D_GNU_SOURCE -Wall -Wextra -Wconversion -Wshadow -Werror -fanalyzer -O1)
        [[ $file != */guest/* ]] || flags+=(-ffreestanding)
        gcc "${flags[@]}" -c -o /dev/null "$file" || status=1
    done
    return "$status"
}

step "shellcheck" shell_scripts
step "clang-format" c_format
step "strict C" strict_c
step "analyzers" dotnet build ptracer.slnx -c Release --nologo -v quiet -p:Lint=true
step "dotnet format" dotnet format whitespace ptracer.slnx --verify-no-changes --no-restore

((${#unclean[@]} == 0)) || fail "not clean: $(printf '%s, ' "${unclean[@]}" | sed 's/, $//')"
say "clean"
