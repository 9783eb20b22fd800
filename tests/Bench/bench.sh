#!/usr/bin/env bash
# Side by side: the same job natively (chroot as root, down to the unprivileged user), under ptracer, under the proot of
# the distribution, and under bubblewrap, in alternation, in a copy of the Debian rootfs.
# One table: medians, and ratios to native. Printed, and written to out/bench.md and out/bench.tsv.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)

usage() {
    cat <<USAGE
usage: bench.sh [--quick] [--rows REGEX] [--tools LIST] [--output DIR] [--list]
  --quick        fewer and shorter runs; a run of over 10 s is cut off
  --rows REGEX   only the rows whose id matches (see --list)
  --tools LIST   of native,ptracer,proot,bwrap; ratios are to the first one that works
  --output DIR   where bench.md, bench.tsv and bench.log go (default: out)
  --list         the ids of the rows
Environment: PTRACER_BIN (out/ptracer), PTRACER_ROOTFS (an extracted Debian rootfs; never written to),
PTRACER_CACHE (/var/cache/ptracer or ~/.cache/ptracer), PTRACER_UID (12345; who the guests are when run as root).
USAGE
}

fail() {
    echo "bench.sh: $1" >&2
    exit 1
}

quick=no
row_pattern=.
wanted_tools=native,ptracer,proot,bwrap
output=$repository/out
arguments=("$@")
while [ $# -gt 0 ]; do
    case $1 in
        --quick) quick=yes ;;
        --rows) row_pattern=${2:?--rows needs a pattern} && shift ;;
        --tools) wanted_tools=${2:?--tools needs a list} && shift ;;
        --output) output=${2:?--output needs a directory} && shift ;;
        --list) cut -f 1,3 "$here/rows.tsv" && exit ;;
        -h | --help) usage && exit ;;
        *) usage >&2 && exit 2 ;;
    esac
    shift
done

if [ "$(id -u)" = 0 ]; then
    cache=${PTRACER_CACHE:-/var/cache/ptracer}
    guest_user=${PTRACER_UID:-12345}
    # A mount namespace of our own: what we mount for the native column, nobody else sees, and it ends with us.
    if [ -z "${PTRACER_BENCH_NAMESPACE:-}" ] && unshare --mount --propagation private true 2>/dev/null; then
        exec env PTRACER_BENCH_NAMESPACE=1 unshare --mount --propagation private "${BASH_SOURCE[0]}" "${arguments[@]}"
    fi
else
    cache=${PTRACER_CACHE:-$HOME/.cache/ptracer}
    guest_user=
fi
ptracer_binary=${PTRACER_BIN:-$repository/out/ptracer}
pristine=$(readlink -f "${PTRACER_ROOTFS:-$cache/rootfs-bookworm}") || true
[ -d "$pristine/usr" ] ||
    fail "no rootfs at ${PTRACER_ROOTFS:-$cache/rootfs-bookworm}; run ./build.sh demo, or set PTRACER_ROOTFS"
work=$cache/bench
root=$work/root
log=$output/bench.log
sidebyside=$work/bin/sidebyside

# shellcheck source=tests/Bench/guests.sh
. "$here/guests.sh"
# shellcheck source=tests/Bench/app.sh
. "$here/app.sh"

# ---- measuring ----------------------------------------------------------------------------------------------------

wanted() {
    [[ $1 =~ $row_pattern ]]
}

# The ids of a family that are wanted, joined by commas
wanted_of() {
    local id list=
    for id in "$@"; do
        if wanted "$id"; then
            list+=${list:+,}$id
        fi
    done
    echo "$list"
}

print_rows() {
    awk -v tools="${tools[*]}" -v reference="$reference" -v labels="$here/rows.tsv" -v tsv="$output/bench.tsv" \
        -f "$here/table.awk" | tee -a "$output/bench.md"
}

# side_by_side user|root "SIDEBYSIDE OPTIONS" COMMAND...: under every tool
side_by_side() {
    local identity=$1 options=$2 tool rootfs words=()
    shift 2
    read -ra options <<<"$options"
    for tool in "${tools[@]}"; do
        rootfs=$root
        if [ "$identity" = root ]; then
            rootfs=$work/apt-$tool
        fi
        tool_words "$tool" "$identity" "$rootfs" "$@"
    done
    "$sidebyside" -b "$budget" -l "$limit" -e "$log" -o "$work/stdout" "${options[@]}" -- "${words[@]}" | print_rows
}

# job ROW COMMAND...: one whole job; the first run of all, natively, only warms the page cache
job() {
    local row=$1 words=()
    shift
    wanted "$row" || return 0
    echo "== $row" >>"$log"
    tool_words "$reference" user "$root" "$@"
    "$sidebyside" -w warm-up -r 1 -l "$limit" -e "$log" -- "${words[@]}" >/dev/null
    side_by_side user "-w $row -r $repeats" "$@"
}

calls() {
    local list names
    list=$(wanted_of "$@")
    [ -n "$list" ] || return 0
    echo "== $list" >>"$log"
    IFS=, read -ra names <<<"$list"
    side_by_side user "-k $list -r $repeats" /bench/calls /bench "$window_ms" "${names[@]}"
}

redis() {
    local list
    list=$(wanted_of redis-ping redis-set redis-get)
    [ -n "$list" ] || return 0
    echo "== $list" >>"$log"
    side_by_side user "-k $list -r $repeats" /bin/sh /bench/jobs/redis.sh 20000
}

# Every tool gets a copy of its own: what one leaves (root's files, a broken dpkg) must not reach the next.
apt_install() {
    local tool
    wanted apt-install || return 0
    echo "== apt-install" >>"$log"
    for tool in "${tools[@]}"; do
        copy_root "$work/apt-$tool"
        install_jobs "$work/apt-$tool"
        cp -a "$root/bench/archive.list" "$work/apt-$tool/bench/"
        if [ "$tool" = native ]; then
            mount_native "$work/apt-native" "$work/native/apt-native"
        fi
    done
    side_by_side root "-w apt-install -r $repeats" /bin/sh /bench/jobs/apt.sh
}

# host_row ROW LIMIT NATIVE PTRACER: two scripts of this machine, the one natively, the other with ptracer's verbs. Neither
# may print.
host_row() {
    local row=$1 limit_seconds=$2 words=() user=()
    wanted "$row" && has_tool ptracer || return 0
    echo "== $row" >>"$log"
    [ -z "$guest_user" ] || user=(-u "$guest_user")
    words=(-t native "${user[@]}" /bin/sh -c "$3" ';' -t ptracer "${user[@]}" /bin/sh -c "$4" ';')
    if [ "$row" = deps-all ] && [ -n "$guest_user" ]; then
        words=(-t native "${user[@]}" -c "$work/native/root" "${words[@]:4}")
    fi
    "$sidebyside" -w "$row" -r 3 -l "$limit_seconds" -b "$limit_seconds" -e "$log" -o "$work/stdout" -- "${words[@]}" | print_rows
}

# The closure of every eighth dynamic ELF file (ldd takes minutes for all of them), against ldd file by file.
deps_all() {
    wanted deps-all || return 0
    find "$root/usr" -type f \( -perm -u+x -o -name '*.so*' \) -print0 | xargs -0 readelf -lW 2>/dev/null |
        awk -v root="$root" '/^File: / { file = substr($2, length(root) + 1) }
            /^  DYNAMIC / && ++count % 8 == 0 { print file }' >"$root/bench/elf-files" || true
    # The guest's shell expands these.
    # shellcheck disable=SC2016
    host_row deps-all 300 'while read -r file; do ldd "$file"; done </bench/elf-files >/dev/null 2>&1; :' \
        "xargs -n 100000 $work/bin/ptracer deps -r $root --each --list <$root/bench/elf-files >/dev/null 2>&1; :"
}

# A pack of some thousand files, against a copy of what it made.
pack_cups() {
    local place=$work/packs
    wanted pack-cups || return 0
    rm -rf "$place"
    mkdir "$place"
    [ -z "$guest_user" ] || chown "$guest_user" "$place"
    host_row pack-cups 60 "[ -d $place/made ] || exit 0; rm -rf $place/copy; cp -a $place/made $place/copy" \
        "rm -rf $place/made; $work/bin/ptracer pack -o $place/made --from $root --profile cups >/dev/null"
    rm -rf "$place"
}

# A million lines out of a pipe into a journal, against the same into a file.
journal_lines() {
    local place=$work/journal bench=${PTRACER_ARTIFACTS:-$repository/obj}/bin/JournalBench/release
    wanted journal-100k && has_tool ptracer || return 0
    dotnet build "$here/journal" -c Release --nologo -v quiet >>"$log" || fail "JournalBench does not build; see $log"
    rm -rf "$place"
    mkdir "$place"
    cp -a "$bench" "$place/program"
    seq -f 'line %.0f of what a busy service has to say about itself' 1000000 >"$place/lines"
    [ -z "$guest_user" ] || chown "$guest_user" "$place"
    host_row journal-100k 60 "cat $place/lines | cat >$place/copy" \
        "rm -rf $place/journal; cat $place/lines | $place/program/JournalBench write $place/journal"
    host_row journal-read 60 "cat $place/copy >/dev/null" "$place/program/JournalBench read $place/journal >/dev/null"
    host_row journal-grep 60 "grep -c 99999 $place/copy >/dev/null" \
        "$place/program/JournalBench grep $place/journal 99999 >/dev/null"
    rm -rf "$place"
}

memory() {
    wanted "memory-$1" || return 0
    echo "== memory-$1" >>"$log"
    side_by_side user "-m memory-$1 -r 3" /bench/tracees "$1"
}

# stats COUNT: what ptracer counted in a run of that many mixed calls: "STOPS BYTES"
stats() {
    local words=() file=$work/stats.log
    : >"$file"
    tool_words ptracer user "$root" /bench/calls /bench mixed "$1"
    "$sidebyside" -w stats -r 1 -l 120 -e "$file" -E PTRACER_STATS=1 -- "${words[@]}" >/dev/null
    cat "$file" >>"$log"
    sed -n 's/^ptracer: stats: stops=\([0-9]*\).* allocated_bytes_in_loop=\([0-9]*\).*/\1 \2/p' "$file"
}

tracer_counts() {
    local idle=() busy=()
    if [ -z "$(wanted_of stops-per-call bytes-per-stop)" ] || ! has_tool ptracer; then
        return 0
    fi
    echo "== stops-per-call, bytes-per-stop" >>"$log"
    read -ra idle <<<"$(stats 1000)"
    read -ra busy <<<"$(stats 100000)"
    {
        if [ ${#idle[@]} = 2 ] && [ ${#busy[@]} = 2 ]; then
            # What a start and the first call of each kind allocate is there with 1,000 calls too: the rest is asked about.
            awk -v idle="${idle[0]}" -v idle_bytes="${idle[1]}" -v stops="${busy[0]}" -v bytes="${busy[1]}" 'BEGIN {
                printf "stops-per-call\tptracer\tok\t%.6g\t\t\t1\n", (stops - idle) / 99000
                printf "bytes-per-stop\tptracer\tok\t%.6g\t\t\t1\n", (bytes - idle_bytes) / (stops - idle)
            }'
        else
            printf '%s\tptracer\tfailed\t\t\t\t0\n' stops-per-call bytes-per-stop
        fi
    } | while IFS= read -r line; do
        if wanted "${line%%$'\t'*}"; then
            echo "$line"
        fi
    done | print_rows
}

# ---- the table ----------------------------------------------------------------------------------------------------

print_header() {
    local tool line rule
    line=$(printf '| %-46s | %-5s |' row unit)
    rule=$(printf '| %s | %s |' "$(printf -- '-%.0s' {1..46})" -----)
    for tool in "${tools[@]}"; do
        line+=$(printf ' %9s |' "$tool")
        rule+=' --------: |'
    done
    for tool in "${tools[@]}"; do
        if [ "$tool" != "$reference" ]; then
            # × is two bytes, and printf counts bytes.
            line+=$(printf ' %10s |' "$tool ×")
            rule+=' --------: |'
        fi
    done
    {
        echo "# ptracer beside native, proot and bubblewrap"
        echo
        echo "$(uname -sr), $(nproc) CPUs, $(date -u +%F). Medians; × is the ratio to $reference."
        echo "\`failed\`: the tool did not do the job; \`differs\`: it printed something else than $reference; \`> N\`: cut off."
        echo "\`app\`: under the filter that Android 9 gives apps; native is ptracer there without it."
        echo
        echo "$line"
        echo "$rule"
    } | tee "$output/bench.md"
    printf 'row\tunit\ttool\tstatus\tmedian\tmin\tmax\truns\tratio_to_%s\n' "$reference" >"$output/bench.tsv"
}

print_targets() {
    has_tool ptracer || return 0
    awk -F '\t' -v reference="$reference" -v tsv="$output/bench.tsv" '
        BEGIN {
            while ((getline line < tsv) > 0) {
                split(line, field, "\t")
                if (field[4] == "ok") {
                    median[field[1], field[3]] = field[5]
                } else if (field[3] == "ptracer") {
                    failed[field[1]] = field[4]
                }
            }
        }
        {
            base = $2 == "native" ? reference : $2
            if ($1 in failed) {
                print "| " $1 " | at most " $3 " | " failed[$1] " | no |"
            } else if (($1, "ptracer") in median && ($2 == "median" || ($1, base) in median)) {
                value = median[$1, "ptracer"] / ($2 == "median" ? 1 : median[$1, base])
                what = $2 == "median" ? "" : " times " base
                printf "| %s | at most %s%s | %.4g | %s |\n", $1, $3, what, value, value <= $3 ? "yes" : "no"
            }
        }' "$here/targets.tsv" >"$work/targets.md"
    if [ -s "$work/targets.md" ]; then
        {
            printf '\n| number to reach | limit | ptracer | met |\n| --- | --- | ---: | --- |\n'
            cat "$work/targets.md"
        } | tee -a "$output/bench.md"
    fi
}

prepare() {
    local identity mark words=()
    mkdir -p "$work/bin" "$work/native" "$output"
    exec 9>"$work/lock"
    flock -n 9 || fail "another run is using $work"
    : >"$log"
    cc -O2 -std=c11 -D_GNU_SOURCE -Wall -Wextra -o "$sidebyside" "$here/driver/sidebyside.c"
    rm -f "$work/bin/ptracer"
    if [ -x "$ptracer_binary" ]; then
        install -m 755 "$ptracer_binary" "$work/bin/ptracer"
    fi
    identity="$pristine $(stat -c '%d:%i:%Y' "$pristine") $guest_user"
    if [ "$(cat "$work/identity" 2>/dev/null)" != "$identity" ]; then
        echo "copying the rootfs ..."
        rm -f "$work/identity" "$work/mark"
        copy_root "$root"
        echo "$identity" >"$work/identity"
    fi
    choose_tools
    mark=$(cat "$here"/programs/* "$here"/jobs/* | cksum)
    if [ "$(cat "$work/mark" 2>/dev/null)" != "$mark" ]; then
        echo "preparing the jobs ..."
        rm -f "$work/mark"
        install_jobs "$root"
        tool_words "$reference" user "$root" /bin/sh /bench/jobs/prepare.sh
        [ "$("$sidebyside" -w prepare -r 1 -l 600 -e "$log" -- "${words[@]}" | cut -f 3)" = ok ] ||
            fail "the jobs could not be prepared; see $log"
        echo "$mark" >"$work/mark"
    fi
}

if [ "$quick" = yes ]; then
    repeats=3 start_repeats=15 budget=2 limit=10 window_ms=20
else
    repeats=9 start_repeats=51 budget=20 limit=120 window_ms=100
fi

prepare
print_header
if wanted start-true; then
    side_by_side user "-w start-true -r $start_repeats" /bin/true
fi
calls stat-1 stat-5 stat-10 stat-symlink stat-missing stat-relative open-close access readlink getcwd untrapped fstat \
    fork-wait fork-exec-wait stat-parallel-1 stat-parallel-2
tracer_counts
# The guest's shell expands these.
# shellcheck disable=SC2016
job fork-exec-100 /bin/sh -c 'i=0; while [ $i -lt 100 ]; do /bin/true; i=$((i + 1)); done'
job python-import /usr/bin/python3 -c 'import json, ssl, sqlite3, asyncio, xml.dom, email, unittest'
job gcc-hello /usr/bin/gcc -o /tmp/bench-hello /bench/hello.c
job git-status /usr/bin/git -C /bench/repository status --porcelain
job find-usr /usr/bin/find /usr
job ls-usr-lib /bin/ls -lR /usr/lib
job tar-usr-share /bin/sh -c 'tar cf - /usr/share | wc -c'
job tar-no-data /bin/tar cf /dev/null /usr/share
job configure /bin/sh /bench/jobs/configure.sh
job make-j2 /usr/bin/make -s -B -j2 -C /bench/build
apt_install
redis
memory 1
memory 100
deps_all
pack_cups
journal_lines
app_rows
print_targets
