# shellcheck shell=bash disable=SC2154 # the variables are bench.sh's
# Sourced by bench.sh: the copies of the rootfs, and how each tool is asked to run a command in one.

# ---- the rootfs copies --------------------------------------------------------------------------------------------

# Directories are made anew and files are hard links, but for the places that jobs write to.
copy_root() {
    local target=$1 name
    rm -rf "$target" "$target.new"
    if ! cp -a --reflink=always "$pristine" "$target.new" 2>/dev/null; then
        rm -rf "$target.new"
        cp -al "$pristine" "$target.new" 2>/dev/null || { rm -rf "$target.new" && cp -a "$pristine" "$target.new"; }
        for name in etc var root home tmp run srv; do
            rm -rf "${target:?}.new/$name"
            cp -a "$pristine/$name" "$target.new/$name"
        done
    fi
    mkdir -p "$target.new/bench"
    mv "$target.new" "$target"
}

install_jobs() {
    rm -rf "$1/bench/programs" "$1/bench/jobs"
    cp -r "$here/programs" "$here/jobs" "$1/bench/"
    if [ -n "$guest_user" ]; then
        chown -R "$guest_user:$guest_user" "$1/bench"
    fi
}

# The native column sees the same directory through a mount of its own, with the host's /proc, /dev and /sys in it.
mount_native() {
    local source=$1 target=$2 name
    mkdir -p "$target"
    mount --bind "$source" "$target" || return 1
    for name in proc dev sys; do
        mount --rbind "/$name" "$target/$name" || return 1
    done
}

# ---- the tools ----------------------------------------------------------------------------------------------------

# tool_words TOOL user|root ROOTFS COMMAND...: appends to `words` what sidebyside wants to hear
tool_words() {
    local tool=$1 identity=$2 rootfs=$3 prefix=()
    shift 3
    words+=(-t "$tool")
    if [ -n "$guest_user" ] && [ "$tool-$identity" != native-root ]; then
        words+=(-u "$guest_user")
    fi
    case $tool in
        native) words+=(-c "$work/native/$(basename "$rootfs")") ;;
        ptracer) prefix=("$work/bin/ptracer" run -r "$rootfs" -b /proc -b /dev -b /sys -w /) ;;
        proot) prefix=(proot -r "$rootfs" -b /proc -b /dev -b /sys -w /) ;;
        bwrap)
            prefix=(bwrap --bind "$rootfs" / --dev-bind /dev /dev --dev-bind /proc /proc --dev-bind /sys /sys --chdir /)
            ;;
    esac
    if [ "$identity" = root ]; then
        case $tool in
            ptracer | proot) prefix+=(-0) ;;
            bwrap) prefix+=(--unshare-user --uid 0 --gid 0) ;;
        esac
    fi
    words+=("${prefix[@]}" "$@" ';')
}

works() {
    local words=()
    tool_words "$1" user "$root" /bin/true
    [ "$("$sidebyside" -w works -r 1 -l 20 -e "$log" -- "${words[@]}" | cut -f 3)" = ok ]
}

has_tool() {
    [[ " ${tools[*]} " == *" $1 "* ]]
}

choose_tools() {
    local tool
    tools=()
    for tool in native ptracer proot bwrap; do
        [[ ",$wanted_tools," == *",$tool,"* ]] || continue
        if [ "$tool" = native ] && { [ -z "$guest_user" ] || ! mount_native "$root" "$work/native/root"; }; then
            echo "native: not possible here (needs root and a mount namespace); bubblewrap counts as native"
        elif works "$tool"; then
            tools+=("$tool")
        elif [ "$tool" = ptracer ]; then
            echo "ptracer: does not run true in the rootfs; see $log"
            tools+=("$tool")
        else
            echo "$tool: does not run true in the rootfs; left out (see $log)"
        fi
    done
    reference=
    for tool in native bwrap "${tools[@]}"; do
        if [[ -z $reference ]] && has_tool "$tool"; then
            reference=$tool
        fi
    done
    [ -n "$reference" ] || fail "none of the tools works here; see $log"
}
