#!/usr/bin/env bash
# Makes a directory with dx.jar, which turns Java classes into Android's, and android.jar, which they are compiled against,
# once, and prints its name.
#
# Debian has them in bullseye and not since. The directory is cached as scripts/rootfs.sh does it, under android-KEY.
set -euo pipefail

suite=bullseye
packages=(dalvik-exchange libandroid-23-java)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/other-suite.sh
. "$here/other-suite.sh"

make() {
    extract_packages "$suite" "$new" "${packages[@]}"
    mkdir "$new/jars"
    cp "$new/tree/usr/share/java/com.android.dx.jar" "$new/jars/dx.jar"
    cp "$new/tree/usr/share/java/com.android.android-23.jar" "$new/jars/android.jar"
    mv -T "$new/jars" "$cache/$name"
}

cached_tree android "25 MB"
