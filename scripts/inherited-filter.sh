#!/usr/bin/env bash
# Makes a linked image able to run under the filter that Android gives apps, and proves it (native/shim/inherited.c):
#
#   inherited-filter.sh IMAGE    rewrites IMAGE, lists the calls of its machine code that some policy traps, and how each
#                                is answered; fails if one is not
#
# glibc calls set_robust_list and rseq with every signal blocked, where a trap kills: each of their call sites,
# "mov $NR,%eax; syscall", becomes "mov $-ENOSYS,%rax", of the same length. It does without either.
set -euo pipefail

image=${1:?usage: inherited-filter.sh IMAGE}
shim=$(cd "$(dirname "${BASH_SOURCE[0]}")/../native/shim" && pwd)

# shellcheck disable=SC2016 # Perl's variables
perl -e '
    use strict;
    my ($path) = @ARGV;
    open(my $file, "+<:raw", $path) or die "$path: $!\n";
    local $/;
    my $bytes = <$file>;
    my ($table, $size, $count) = (unpack("Q<", substr($bytes, 32, 8)), unpack("x54 S< S<", $bytes));
    my %sites = (273 => 0, 334 => 0);
    for my $i (0 .. $count - 1) {
        my ($type, $flags, $offset, undef, undef, $length) = unpack("L< L< Q< Q< Q< Q<", substr($bytes, $table + $i * $size, 56));
        next unless $type == 1 && $flags & 1;
        my $text = substr($bytes, $offset, $length);
        for my $number (keys %sites) {
            my $site = "\xb8" . pack("L<", $number) . "\x0f\x05";
            $sites{$number} += $text =~ s/\Q$site\E/\x48\xc7\xc0\xda\xff\xff\xff/g;
        }
        substr($bytes, $offset, $length) = $text;
    }
    die "$path: no call of set_robust_list: is this glibc?\n" unless $sites{273};
    seek($file, 0, 0);
    print $file $bytes;
' "$image"

# Every system call instruction, with the number that was last put into %eax before it.
calls() {
    objdump -d --no-show-raw-insn "$image" | awk '
        /^[0-9a-f]+ <.*>:$/ { number = "" }
        $2 == "mov" && $3 ~ /^\$0x[0-9a-f]+,%[er]ax$/ { number = $3; sub(/^\$/, "", number); sub(/,.*/, "", number) }
        $2 == "xor" && $3 == "%eax,%eax" { number = "0x0" }
        $2 == "syscall" { if (number != "") print number; number = "" }' | sort | while read -r number; do echo $((number)); done
}
made=$(calls)
left=$(grep -cx 273 <<<"$made" || true)
((left <= 1)) || {
    echo "inherited-filter.sh: $image: $left calls of set_robust_list are not rewritten; one, before main, may stay" >&2
    exit 1
}

# By name, from our own code, where the number is an argument: C# and C.
named_calls() {
    grep -rhoE 'Raw\.(Call|Blocking)\(Sysno\.[a-z0-9_]+' "$shim/../../src" --include='*.cs' | sed 's/.*Sysno\.//'
    grep -hoE '\b(call|ptracer_syscall|syscall)\(SYS_[a-z0-9_]+' "$shim"/*.c | sed 's/.*SYS_//'
}

answered=$(grep -oE 'case SYS_[a-z0-9_]+' "$shim/inherited.c" | sed 's/case SYS_//')
# A call that may fail with ENOSYS on the kernels and C libraries that we know of: who makes it goes on without.
optional=$(sed -n '/^optional:/,/^$/p' "$shim/inherited-calls.txt" | sed '1d; s/ .*//; /^$/d')

unknown=
while read -r name; do
    if grep -qxF "$name" <<<"$answered"; then how="by another call, or EPERM"
    elif grep -qxF "$name" <<<"$optional"; then how="ENOSYS"
    else
        how="NOT ANSWERED"
        unknown+=" $name"
    fi
    printf '%-24s %s\n' "$name" "$how"
done < <({
    sort -u <<<"$made" | while read -r number; do awk -F '\t' -v n="$number" '$1 == n { print $2 }' "$shim/app-policies.tsv"; done
    named_calls
} | sort -u | while read -r name; do awk -F '\t' -v n="$name" '$2 == n && /TRAP/ { print n }' "$shim/app-policies.tsv"; done)

[[ -z $unknown ]] || {
    echo "inherited-filter.sh: $image makes calls that Android's filter traps and nothing answers:$unknown" >&2
    echo "inherited-filter.sh: answer them in native/shim/inherited.c, or list them in native/shim/inherited-calls.txt" >&2
    exit 1
}
