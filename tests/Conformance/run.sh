#!/usr/bin/env bash
# Builds the conformance programs, runs each natively (a real chroot with real bind mounts, as root dropping to the test
# uid) and under ptracer, and compares what they printed and how they ended.
#
#   run.sh [options] [NAME|GLOB...]
#     --selfcheck   run natively twice and compare: are the programs deterministic?
#     --native      print the native output only
#     --traced      print the traced output only
#     --results DIR write ID.native, ID.traced, ID.verdict and ID.diff for each program into DIR (for the test suite)
#     --native-from DIR  take the native outputs of an earlier run's --results, for another tracer or policy
#     --keep        leave the scratch directory for a look
#     --list        print the IDs of the programs and exit
#
# Environment: PTRACER_BIN (default out/ptracer), PTRACER_ROOTFS (where libc comes from, default /), PTRACER_UID (12345),
# TRACER ("proot" for instance: another command line in place of "$PTRACER_BIN run"; without read-only bindings),
# PLACE (a directory on another file system, for the traced side: one without hard links and sockets, for instance),
# BITS (32: the programs are built for i386, with the C library of Debian's libc6-i386),
# OPTIONS (of ptracer run: "--link2symlink" for instance),
# FORGET (what the kernel shall not have, natively and traced: "openat2,PR_SET_MM_MAP"; calls, and forgotten_parts of
# tests/Android/filters.c),
# ABSENT (system calls that ptracer shall believe the kernel has not, and make itself: "shmget,mq_open" for System V IPC and
# POSIX message queues; natively the kernel makes them),
# ANDROID (the traced side is an app of Android: options of tests/Android/android-sim, "-V 14 -X -L" for instance).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
obj=${CONFORMANCE_OBJ:-$top/obj/conformance}
bits=${BITS:-64}
[[ $bits == 64 ]] || obj=$obj/i386
uid=${PTRACER_UID:-12345}
android=${ANDROID:-}
read -ra options <<<"${OPTIONS:-}"
policies=$top/native/shim/app-policies.tsv
old_kernel=() absent=()
[[ -z ${FORGET:-} ]] || old_kernel=(-F "$policies:$FORGET")
[[ -z ${ABSENT:-} ]] || absent=(-A "$policies:$ABSENT")
app_libraries=/data/app/com.example.app/lib/x86_64
app_files=/data/data/com.example.app/files
libc=${PTRACER_ROOTFS:-/}
timeout_seconds=120 # none that ends comes near it, on a machine with much else to do either
mode=compare keep='' results='' native_results=''
patterns=()
while (($#)); do
    case $1 in
    --selfcheck | --native | --traced | --list) mode=${1#--} ;;
    --results)
        results=$2
        shift
        ;;
    --native-from)
        native_results=$2
        shift
        ;;
    --keep) keep=1 ;;
    -*)
        sed -n '2,/^set/p' "$0" | grep '^#' >&2
        exit 2
        ;;
    *) patterns+=("$1") ;;
    esac
    shift
done

if [[ -n ${TRACER:-} ]]; then
    read -ra tracer <<<"$TRACER"
    supports_read_only=
else
    tracer=("$(realpath -m "${PTRACER_BIN:-$top/out/ptracer}")" run)
    supports_read_only=1
fi
is_root=
((EUID == 0)) && is_root=1

# ---- programs ----------------------------------------------------------------------------------------------------

# A program's head may carry "// variants: static musl ..." and "// flags: -pthread ..."; every program is also built
# the default way, dynamic and position-independent. "// identity: root" makes it root's, which ptracer's -0 shall match.
# "// bits: 64" or "// bits: 32" leaves it out where programs are built otherwise; "// flags32:" is for those of 32 bits.
# "// beside: 64" builds the same source for x86-64 too, static, as ID.64 beside it.
directive() { sed -n "1,6s|^// $2: ||p" "$1"; }

variants_of() {
    echo default
    directive "$1" variants | tr ' ' '\n'
}

list_programs() {
    local source name variant id pattern
    for source in "$here"/programs/*.c; do
        name=$(basename "$source" .c)
        [[ $(directive "$source" bits) =~ ^(|$bits)$ ]] || continue
        for variant in $(variants_of "$source"); do
            [[ $bits == 64 || $variant != musl ]] || continue # Debian has no musl of 32 bits for amd64
            id=$name
            [[ $variant == default ]] || id=$name.$variant
            if ((${#patterns[@]})); then
                for pattern in "${patterns[@]}"; do
                    # shellcheck disable=SC2053 # a glob is meant
                    if [[ $id == $pattern || $name == $pattern ]]; then
                        echo "$id $variant $source"
                        break
                    fi
                done
            else
                echo "$id $variant $source"
            fi
        done
    done
}

build_program() { # ID VARIANT SOURCE
    local binary=$obj/bin/$1 compiler=gcc flags=(-fPIE -pie)
    [[ -e $binary && $binary -nt $3 && $binary -nt $here/conformance.h && $binary -nt $here/conformance_names.h &&
        $binary -nt $here/i386.h ]] && return 0
    case $2 in
    default) ;;
    static) flags=(-static -no-pie) ;;
    static-pie) flags=(-static-pie -fPIE) ;;
    no-pie) flags=(-fno-pie -no-pie) ;;
    musl) compiler=musl-gcc flags=(-static) ;;
    *)
        echo "$3: unknown variant $2" >&2
        exit 2
        ;;
    esac
    local extra machine=()
    read -ra extra <<<"$(directive "$3" flags)"
    [[ $bits == 64 ]] || read -ra machine <<<"-m32 $(directive "$3" flags32)"
    "$compiler" -std=gnu11 -O1 -g -Wall -Wextra -Werror "-DPROGRAM=\"/conf/bin/$1\"" -I"$here" "${flags[@]}" "${machine[@]}" \
        -o "$binary.tmp" "$3" "${extra[@]}" || return 1
    [[ -z $(directive "$3" beside) ]] ||
        gcc -std=gnu11 -O1 -g -Wall -Wextra -Werror "-DPROGRAM=\"/conf/bin/$1\"" -I"$here" -static -no-pie -o "$binary.64" "$3" \
            "${extra[@]}" || return 1
    mv "$binary.tmp" "$binary"
}

mapfile -t programs < <(list_programs)
if [[ $mode == list ]]; then
    printf '%s\n' "${programs[@]%% *}"
    exit
fi
if ((${#programs[@]} == 0)); then
    echo "run.sh: no program matches ${patterns[*]}" >&2
    exit 2
fi

passed=0 failed=0 skipped=0
verdict() { # PASS|FAIL|SKIP ID [TEXT]
    echo "$1 $2${3:+: $3}"
    case $1 in
    PASS) passed=$((passed + 1)) ;;
    FAIL) failed=$((failed + 1)) ;;
    SKIP) skipped=$((skipped + 1)) ;;
    esac
    [[ -z $results ]] || echo "$1${3:+ $3}" >"$results/$2.verdict"
}

skip_all() { # REASON
    echo "run.sh: $1: every program is skipped" >&2
    [[ -z $results ]] || mkdir -p "$results"
    for program in "${programs[@]}" rootfs_is_left_as_it_was; do
        verdict SKIP "${program%% *}" "$1"
    done
    echo "0 passed, 0 failed, $skipped skipped"
    exit 0
}

[[ -n $is_root || $mode == traced ]] || skip_all "needs root for the native chroot"

mkdir -p "$obj/bin"
if [[ $bits == 32 ]]; then
    gcc -m32 -static -x c -o "$obj/probe.$$" - <<<'int main(void) { return 0; }' 2>/dev/null ||
        skip_all "gcc -m32 is missing; on Debian: gcc-multilib"
    runs=
    "$obj/probe.$$" 2>/dev/null && runs=1
    rm "$obj/probe.$$"
    [[ -n $runs ]] || skip_all "this kernel runs no 32-bit programs"
fi
exec {building}>"$obj/.lock"
flock "$building" # others may run beside this one
if [[ $here/sandbox.c -nt $obj/sandbox || $top/tests/Android/filters.c -nt $obj/sandbox ]]; then
    gcc -std=gnu11 -O1 -Wall -Wextra -Werror -o "$obj/sandbox" "$here/sandbox.c" "$top/tests/Android/filters.c"
fi
if [[ -n $android ]]; then
    make -s -C "$top/tests/Android" OBJ="$obj"
    "${tracer[0]}" loader "$obj/loader"
    version=$(sed -n 's/.*-V *\([^ ]*\).*/\1/p' <<<"$android")
    version=${version:-shell}
fi
broken=
for program in "${programs[@]}"; do
    read -r id variant source <<<"$program"
    build_program "$id" "$variant" "$source" || broken=1
done
[[ -z $broken ]] || exit 2
exec {building}>&-

# ---- the guest's tree --------------------------------------------------------------------------------------------

base=$(mktemp -d "${TMPDIR:-/var/tmp}/conformance.XXXXXX")
chmod 755 "$base"
declare -A sides=([native]=$base [traced]=$base)
if [[ -n ${PLACE:-} ]]; then
    sides[traced]=$(mktemp -d "$PLACE/conformance.XXXXXX")
    chmod 755 "${sides[traced]}"
fi
declare -A preserved=([native]=all [traced]=all)
[[ -z ${PLACE:-} ]] || preserved[traced]=mode # whoever makes a file there owns it
# Emulated links stay what they are when but one is left; and a file system of another kind has other sizes.
checks_root=1
[[ -z ${PLACE:-} && ! ${options[*]} =~ --link2symlink ]] || checks_root=
cleanup() {
    if [[ -n $keep ]]; then
        echo "kept: $base" >&2
    else
        chmod -R u+rwX "${sides[@]}" 2>/dev/null || true
        rm -rf "${sides[@]}"
    fi
}
trap cleanup EXIT

# shellcheck source=tests/Conformance/tree.sh
. "$here/tree.sh"
make_root "$base/root.native"
mkdir -p "$base/root.native/conf/twice1" "$base/root.native/conf/twice2"
for program in "${programs[@]}"; do
    read -r id variant source <<<"$program"
    cp "$obj/bin/$id" "$base/root.native/conf/bin/"
    [[ -z $(directive "$source" beside) ]] || cp "$obj/bin/$id.64" "$base/root.native/conf/bin/"
done
[[ -n $is_root ]] && chown -hR "$uid:$uid" "$base/root.native"
cp -R -P --preserve="${preserved[traced]}" "$base/root.native" "${sides[traced]}/root.traced"
cp -a "$base/root.native" "$base/root.pristine"
# In a rootfs with this directory ptracer looks for emulated links, as it does on Android.
[[ -z ${PLACE:-} ]] || mkdir -p "${sides[traced]}/root.traced/.ptracer/files"
# Last, because it can be copied no more.
chmod 000 "$base"/root.{native,pristine}/conf/fix/locked "${sides[traced]}/root.traced/conf/fix/locked"
# These mount points exist only where the kernel needs them; ptracer shows what is missing and creates nothing.
mkdir -p "$base/root.native/conf/ghost/dir" "$base/root.native/conf/ghost/parent/child"
: >"$base/root.native/conf/ghost/file"
[[ -n $is_root ]] && chown -R "$uid:$uid" "$base/root.native/conf/ghost"
make_bindings "$base/bindings.new"
[[ -n $is_root ]] && chown -hR "$uid:$uid" "$base/bindings.new"

# What may not change: everything but the scratch directory, and the times of directories where names come and go.
describe_root() {
    find "$base/root.traced" -path "$base/root.traced/conf/work" -prune -o -printf '%P %y %m %n %s %T@ %l\n' | grep -v -e '^conf d ' -e '^tmp d ' | sort
}

fresh() { # SIDE
    local work=${sides[$1]}/root.$1/conf/work bound=${sides[$1]}/bound.$1
    chmod -R u+rwX "$work" "$bound" 2>/dev/null || true
    rm -rf "$work" "$bound"
    mkdir "$work"
    [[ -n $is_root ]] && chown "$uid:$uid" "$work"
    cp -R -P --preserve="${preserved[$1]}" "$base/bindings.new" "$bound"
}

binding_arguments() { # SIDE
    local bound=${sides[$1]}/bound.$1
    local read_only=:ro
    [[ $1 == traced && -n $android ]] && bound=$app_files/bound.traced
    [[ $1 == traced && -z $supports_read_only ]] && read_only=
    arguments=(-b /proc -b /dev -b "$bound/a:/conf/mnt/a" -b "$bound/deep:/conf/mnt/a/deep" -b "$bound/file:/conf/mnt/file"
        -b "$bound/ro:/conf/mnt/ro$read_only" -b "$bound/rofile:/conf/mnt/rofile$read_only"
        -b "$bound/twice:/conf/twice1" -b "$bound/twice:/conf/twice2"
        -b "$bound/ghost:/conf/ghost/dir" -b "$bound/ghostfile:/conf/ghost/file" -b "$bound/ghost:/conf/ghost/parent/child")
}

clean_environment=(env -i PATH=/usr/bin:/bin HOME=/home LC_ALL=C)

run_side() { # SIDE ID OUTPUT
    local side=$1 id=$2 output=$3 status=0 arguments limit=(timeout -k 1 "$timeout_seconds")
    local native_user=(-u "$uid") fake_root=()
    [[ $(directive "$here/programs/${id%%.*}.c" identity) != root ]] || native_user=() fake_root=(-0)
    fresh "$side"
    binding_arguments "$side"
    # The shell's own word on a killed command is not the program's output.
    if [[ $side == native ]]; then
        {
            "${clean_environment[@]}" "${limit[@]}" "$obj/sandbox" "${native_user[@]}" "${old_kernel[@]}" -r "$base/root.native" \
                "${arguments[@]}" -w /conf/work -- "/conf/bin/$id" </dev/null >"$output" 2>&1 || status=$?
        } 2>/dev/null
    elif [[ -n $android ]]; then
        # shellcheck disable=SC2086 # options
        {
            (cd / && exec "${clean_environment[@]}" PTRACER_APP_POLICIES="$policies" "${limit[@]}" \
                "$obj/sandbox" "${old_kernel[@]}" "${absent[@]}" -- "$obj/android-sim" -E -u "$uid" $android -b "$base:$app_files" \
                -B "${tracer[0]}:$app_libraries/libptracer.so" -B "$obj/loader:$app_libraries/libptracer-loader.so" \
                -B "$obj/loader32:$app_libraries/libptracer-loader32.so" \
                "$app_libraries/libptracer.so" run \
                "${fake_root[@]}" "${options[@]}" -r "$app_files/root.traced" "${arguments[@]}" -w /conf/work "/conf/bin/$id" \
                </dev/null >"$output" 2>&1) || status=$?
        } 2>/dev/null
    else
        local drop=()
        [[ -n $is_root ]] && drop=(-u "$uid")
        {
            (cd / && exec "${clean_environment[@]}" "${limit[@]}" "$obj/sandbox" "${drop[@]}" "${old_kernel[@]}" "${absent[@]}" -- "${tracer[@]}" \
                "${fake_root[@]}" "${options[@]}" -r "${sides[traced]}/root.traced" "${arguments[@]}" -w /conf/work "/conf/bin/$id" \
                </dev/null >"$output" 2>&1) || status=$?
        } 2>/dev/null
    fi
    ((status == 124 || status == 137)) && echo "timed out after $timeout_seconds s" >>"$output"
    echo "status $status" >>"$output"
}

# ---- runs --------------------------------------------------------------------------------------------------------

compare() { # ID EXPECTED ACTUAL LABELS
    if cmp -s "$2" "$3"; then
        verdict PASS "$1"
    else
        verdict FAIL "$1"
        diff -u --label "$4" --label "$5" "$2" "$3" | tee "$out/$1.diff" | tail -n +3 || true
    fi
}

# The native output, but for the few behaviours that differ on purpose, by what Android forbids, or by what is forgotten:
# exceptions/README.md.
expected_output() { # ID
    local place
    local places=()
    [[ -z $android ]] || places=("android-$version" android)
    [[ ! $android =~ -V ]] || places+=(android-app)
    [[ -n $checks_root ]] || places+=(link2symlink)
    for place in ${FORGET:+${FORGET//,/ }}; do
        places+=("without-$place")
    done
    [[ $android =~ -V || -n ${ABSENT:-} ]] || places+=(own-kernel)
    for place in "${places[@]}" .; do
        if [[ $bits == 32 && -e $here/exceptions/$place/$1.i386.out ]]; then
            echo "$here/exceptions/$place/$1.i386.out"
            return
        fi
        if [[ -e $here/exceptions/$place/$1.out ]]; then
            echo "$here/exceptions/$place/$1.out"
            return
        fi
    done
    echo "$out/$1.native"
}

# Notes what a program changed in the rootfs, and puts it back so that the next one finds what it expects.
check_root() { # ID
    describe_root >"$base/after"
    cmp -s "$base/before" "$base/after" && return 0
    {
        echo "$1 changed the rootfs:"
        diff "$base/before" "$base/after"
    } >>"$base/changes" || true
    rm -rf "$base/root.traced"
    cp -a "$base/root.pristine" "$base/root.traced"
}

out=${results:-$base/out}
mkdir -p "$out"
for side in native traced; do
    fresh "$side"
done
[[ $mode != compare || -z $checks_root ]] || describe_root >"$base/before"
: >"$base/changes"
for program in "${programs[@]}"; do
    id=${program%% *}
    case $mode in
    native | traced)
        run_side "$mode" "$id" "$out/$id.$mode"
        printf -- '--- %s (%s)\n' "$id" "$mode"
        cat "$out/$id.$mode"
        ;;
    selfcheck)
        run_side native "$id" "$out/$id.first"
        run_side native "$id" "$out/$id.second"
        compare "$id" "$out/$id.first" "$out/$id.second" first second
        if grep -q -e '^timed out' -e '^status 99' -e ' failed: E' -e 'killed by SIGALRM' -e '^status 142' -e '^status 139' "$out/$id.first"; then
            verdict FAIL "$id (ran badly)"
            cat "$out/$id.first"
        fi
        ;;
    compare)
        if [[ -e $native_results/$id.native ]]; then
            cp "$native_results/$id.native" "$out/$id.native"
        else
            run_side native "$id" "$out/$id.native"
        fi
        run_side traced "$id" "$out/$id.traced"
        expected=$(expected_output "$id")
        compare "$id" "$expected" "$out/$id.traced" native traced
        [[ -z $checks_root ]] || check_root "$id"
        ;;
    esac
done
[[ $mode != compare || -z $checks_root ]] || compare rootfs_is_left_as_it_was /dev/null "$base/changes" untouched changed
case $mode in
compare | selfcheck)
    echo "$passed passed, $failed failed"
    ((failed == 0))
    ;;
esac
