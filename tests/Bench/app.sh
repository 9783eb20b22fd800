# shellcheck shell=bash disable=SC2154 # the variables are bench.sh's
# Sourced by bench.sh: rows of an app of Android, in its simulator.

# in_app ROWS "SIDEBYSIDE OPTIONS" COMMAND...: ptracer under the filter that Android 9 gives its apps; natively: ptracer in
# the same place without it.
in_app() {
    local rows=$1 version settings=() words=() simulator=$work/android/android-sim
    read -ra settings <<<"$2"
    shift 2
    echo "== $rows" >>"$log"
    make -s -C "$repository/tests/Android" OBJ="$work/android" "$simulator"
    for version in none 9; do
        words+=(-t "$([ "$version" = none ] && echo native || echo ptracer)" "$simulator"
            -P "$repository/native/shim/app-policies.tsv" -V "$version" -n -E -u "$guest_user" "$work/bin/ptracer" run
            -r "$root" -b /proc -b /dev -b /sys -w / "$@" ';')
    done
    "$sidebyside" -b "$budget" -l "$limit" -e "$log" -o "$work/stdout" "${settings[@]}" -- "${words[@]}" | print_rows
}

app_rows() {
    local list names
    if [ -z "$guest_user" ] || ! has_tool ptracer; then
        return 0
    fi
    if wanted app-start-true; then
        in_app app-start-true "-w app-start-true -r $start_repeats" /bin/true
    fi
    list=$(wanted_of app-stat-5 app-open-close app-access app-poll app-untrapped app-fork-wait)
    if [ -n "$list" ]; then
        IFS=, read -ra names <<<"$list"
        in_app "$list" "-k $list -r $repeats" /bench/calls /bench "$window_ms" "${names[@]}"
    fi
    if wanted app-fork-exec-100; then
        # shellcheck disable=SC2016 # the guest's shell expands these
        in_app app-fork-exec-100 "-w app-fork-exec-100 -r $repeats" \
            /bin/sh -c 'i=0; while [ $i -lt 100 ]; do /bin/true; i=$((i + 1)); done'
    fi
}
