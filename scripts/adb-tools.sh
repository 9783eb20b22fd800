#!/usr/bin/env bash
# Makes a tree with adb and adbd and the libraries that they need, once, and prints its name: for tests that speak to an adb
# shell as a computer does to a device. Start them by the tree's own loader: see tests/Host.Tests/Android/AdbTools.cs.
#
# Debian has adbd from trixie on. The tree is cached as scripts/rootfs.sh does it, under adb-KEY.
set -euo pipefail

suite=trixie
packages=(
    adb adbd android-libbase android-libboringssl android-libcutils android-liblog android-libziparchive
    libbrotli1 libc6 libcap2 libgcc-s1 liblz4-1 libprotobuf32t64 libstdc++6 libsystemd0 libudev1 libusb-1.0-0 libxxhash0
    libzstd1 zlib1g
)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/other-suite.sh
. "$here/other-suite.sh"

if [ "$(id -u)" = 0 ]; then
    cache=${PTRACER_CACHE:-/var/cache/ptracer}
else
    cache=${PTRACER_CACHE:-$HOME/.cache/ptracer}
fi
key=$(cat "${BASH_SOURCE[0]}" "$here/other-suite.sh" | sha256sum | cut -c1-12)
name=adb-$key
new=$cache/.$name.$$

make() {
    echo "making $cache/$name (30 MB, once)" >&2
    extract_packages "$suite" "$new" "${packages[@]}"
    chmod -R u+rwX,go+rX "$new/tree"
    mv -T "$new/tree" "$cache/$name"
}

mkdir -p "$cache"
exec 9>"$cache/.lock-adb"
flock 9
trap 'rm -rf "$new"' EXIT
[ -d "$cache/$name" ] || make
echo "$cache/$name"
