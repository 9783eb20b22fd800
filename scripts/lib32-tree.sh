#!/usr/bin/env bash
# Makes a tree with the 32-bit x86 libraries that Debian packages for amd64, once, and prints its directory: for the tests
# of `ptracer deps`. Their 64-bit namesakes are in it too, where a search that took the wrong class would find them.
#
# Packages are extracted, not installed, and nothing is executed. The tree is cached as scripts/rootfs.sh does it, under
# lib32-KEY.
set -euo pipefail

packages=(
    libc6-i386 lib32asan8 lib32atomic1 lib32gcc-s1 lib32gfortran5 lib32gomp1 lib32itm1 lib32ncurses6 lib32quadmath0
    lib32readline8 lib32stdc++6 lib32tinfo6 lib32ubsan1 lib32z1 libc6 libgcc-s1 libreadline8 libstdc++6 libtinfo6 zlib1g
)

fail() {
    echo "lib32-tree.sh: $*" >&2
    exit 1
}

if [ "$(id -u)" = 0 ]; then
    cache=${PTRACER_CACHE:-/var/cache/ptracer}
else
    cache=${PTRACER_CACHE:-$HOME/.cache/ptracer}
fi
key=$(sha256sum "${BASH_SOURCE[0]}" | cut -c1-12)
name=lib32-$key
new=$cache/.$name.$$

make() {
    local deb
    mkdir -p "$new/debs" "$new/tree/usr/lib" "$new/tree/usr/lib32" "$new/tree/usr/lib64" "$new/tree/etc"
    echo "making $cache/$name (20 MB, once)" >&2
    (cd "$new/debs" && apt-get download "${packages[@]/%/:amd64}" >download.log 2>&1) || {
        cat "$new/debs/download.log" >&2
        fail "the packages cannot be had; see above, and run apt-get update as root"
    }
    for deb in lib lib32 lib64; do
        ln -s "usr/$deb" "$new/tree/$deb"
    done
    for deb in "$new"/debs/*.deb; do
        dpkg-deb --fsys-tarfile "$deb" | tar -C "$new/tree" -x --no-same-owner --keep-directory-symlink
    done
    echo 'include /etc/ld.so.conf.d/*.conf' >"$new/tree/etc/ld.so.conf"
    chmod -R u+rwX,go+rX "$new/tree"
    mv -T "$new/tree" "$cache/$name"
}

mkdir -p "$cache"
exec 9>"$cache/.lock-lib32"
flock 9
trap 'rm -rf "$new"' EXIT
[ -d "$cache/$name" ] || make
echo "$cache/$name"
