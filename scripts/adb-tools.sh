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

make() {
    extract_packages "$suite" "$new" "${packages[@]}"
    chmod -R u+rwX,go+rX "$new/tree"
    mv -T "$new/tree" "$cache/$name"
}

cached_tree adb "30 MB"
