# shellcheck shell=bash disable=SC2154
# Sourced by run.sh: the root and the bindings that conformance programs find. Uses its libc and bits.

# The root's symbolic links are fixtures: absolute, relative, chains, loops, leaving through "..", into bindings.
make_root() { # DIRECTORY
    local root=$1
    mkdir -p "$root"/{usr/bin,usr/sbin,usr/lib/x86_64-linux-gnu,usr/lib64,etc,tmp,proc,dev,var/tmp,home,conf/bin,conf/mnt/{a,ro},conf/ghost}
    ln -s usr/bin "$root/bin"
    ln -s usr/sbin "$root/sbin"
    ln -s usr/lib "$root/lib"
    ln -s usr/lib64 "$root/lib64"
    cp -L "$libc/lib64/ld-linux-x86-64.so.2" "$root/usr/lib/x86_64-linux-gnu/"
    ln -s /lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 "$root/usr/lib64/ld-linux-x86-64.so.2"
    cp -L "$libc/lib/x86_64-linux-gnu/libc.so.6" "$root/usr/lib/x86_64-linux-gnu/"
    if [[ $bits == 32 ]]; then
        mkdir "$root/usr/lib32"
        ln -s usr/lib32 "$root/lib32"
        cp -L /usr/lib32/{ld-linux.so.2,libc.so.6} "$root/usr/lib32/"
        ln -s /lib32/ld-linux.so.2 "$root/usr/lib/ld-linux.so.2"
    fi
    cp -L "$libc/bin/dash" "$root/usr/bin/dash"
    ln -s dash "$root/usr/bin/sh"
    # Whoever runs: a native run is compared with traced ones of other users.
    printf 'root:x:0:0:root:/root:/bin/sh\nguest:x:12345:12345::/home:/bin/sh\n' >"$root/etc/passwd"
    printf 'root:x:0:\nguest:x:12345:\n' >"$root/etc/group"
    chmod 1777 "$root/tmp" "$root/var/tmp"
    : >"$root/conf/mnt/file"
    : >"$root/conf/mnt/rofile"

    local fix=$root/conf/fix
    mkdir -p "$fix/dir/sub/deeper" "$fix/empty" "$fix/locked/inside"
    echo 'fixture file' >"$fix/file"
    echo 'inner' >"$fix/dir/inner"
    echo 'leaf' >"$fix/dir/sub/leaf"
    ln -s file "$fix/rel_link"
    ln -s /conf/fix/file "$fix/abs_link"
    ln -s dir "$fix/dir_link"
    ln -s /conf/fix/dir "$fix/abs_dir_link"
    ln -s dir/ "$fix/dir_slash_link"
    ln -s file/ "$fix/file_slash_link"
    ln -s chain2 "$fix/chain1"
    ln -s /conf/fix/chain3 "$fix/chain2"
    ln -s dir/../file "$fix/chain3"
    ln -s self "$fix/self"
    ln -s loop_b "$fix/loop_a"
    ln -s loop_a "$fix/loop_b"
    ln -s nowhere "$fix/dangling"
    ln -s /nowhere/at/all "$fix/dangling_abs"
    ln -s ../../../../../../../../etc/passwd "$fix/escape"
    ln -s ../../../../../../../.. "$fix/escape_dir"
    ln -s / "$fix/root_link"
    ln -s . "$fix/dot_link"
    ln -s .. "$fix/dotdot_link"
    ln -s /conf/mnt/a "$fix/to_binding"
    ln -s ../mnt/file "$fix/to_bound_file"
    ln -s /conf/mnt/a/deep "$fix/to_deep"
    ln -s /conf/mnt/a/../../fix/file "$fix/through_binding_and_back"
    ln -s /proc/self/cwd "$fix/proc_cwd_link"
    ln -s /conf/work "$fix/work_link"
    local number previous=file
    for number in {1..42}; do
        ln -s "$previous" "$fix/link$number"
        previous=link$number
    done
    previous=dir
    for number in {1..42}; do
        ln -s "$previous" "$fix/dirlink$number"
        previous=dirlink$number
    done
}

make_bindings() { # DIRECTORY: what is bound, in its first state
    mkdir -p "$1"/{a/sub/subsub,a/deep,deep/within,ro/sub,ghost/inside,twice/sub}
    echo 'binding one' >"$1/a/one"
    echo 'binding two' >"$1/a/sub/two"
    ln -s ../../fix/file "$1/a/back"
    ln -s /conf/fix/file "$1/a/abs_back"
    ln -s .. "$1/a/up"
    ln -s one "$1/a/rel"
    ln -s /conf/mnt/a/sub "$1/a/abs_sub"
    ln -s deep/three "$1/a/into_deep"
    echo 'hidden' >"$1/a/deep/hidden"
    echo 'binding three' >"$1/deep/three"
    ln -s ../one "$1/deep/up_to_one"
    echo 'bound file' >"$1/file"
    echo 'read-only file' >"$1/ro/file"
    echo 'read-only leaf' >"$1/ro/sub/leaf"
    ln -s file "$1/ro/link"
    ln -s /conf/work "$1/ro/to_work"
    echo 'read-only single' >"$1/rofile"
    echo 'ghost' >"$1/ghost/seen"
    echo 'ghost file' >"$1/ghostfile"
    echo 'twice' >"$1/twice/sub/leaf"
}
