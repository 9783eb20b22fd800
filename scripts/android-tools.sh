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

if [ "$(id -u)" = 0 ]; then
    cache=${PTRACER_CACHE:-/var/cache/ptracer}
else
    cache=${PTRACER_CACHE:-$HOME/.cache/ptracer}
fi
key=$(cat "${BASH_SOURCE[0]}" "$here/other-suite.sh" | sha256sum | cut -c1-12)
name=android-$key
new=$cache/.$name.$$

make() {
    echo "making $cache/$name (25 MB, once)" >&2
    extract_packages "$suite" "$new" "${packages[@]}"
    mkdir "$new/jars"
    cp "$new/tree/usr/share/java/com.android.dx.jar" "$new/jars/dx.jar"
    cp "$new/tree/usr/share/java/com.android.android-23.jar" "$new/jars/android.jar"
    mv -T "$new/jars" "$cache/$name"
}

mkdir -p "$cache"
exec 9>"$cache/.lock-android"
flock 9
trap 'rm -rf "$new"' EXIT
[ -d "$cache/$name" ] || make
echo "$cache/$name"
