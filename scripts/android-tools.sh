#!/usr/bin/env bash
# Makes a directory with dx.jar, which turns Java classes into Android's, and android.jar, which they are compiled against,
# once, and prints its name.
#
# Debian has them in bullseye and not since. So its package list is read apart from this system's, from the same mirror, and
# the packages are extracted, not installed. The directory is cached as scripts/rootfs.sh does it, under android-KEY.
set -euo pipefail

suite=bullseye
packages=(dalvik-exchange libandroid-23-java)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

fail() {
    echo "android-tools.sh: $*" >&2
    exit 1
}

if [ "$(id -u)" = 0 ]; then
    cache=${PTRACER_CACHE:-/var/cache/ptracer}
else
    cache=${PTRACER_CACHE:-$HOME/.cache/ptracer}
fi
key=$(sha256sum "${BASH_SOURCE[0]}" | cut -c1-12)
name=android-$key
new=$cache/.$name.$$

mirror() {
    apt-get indextargets --format "\$(REPO_URI)" 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | sed -n 1p
}

# An apt that knows nothing but that suite, and writes nowhere but below $new.
configuration() {
    local uri
    uri=$(mirror)
    [ -n "$uri" ] || fail "this system's apt knows no Debian mirror; name one in /etc/apt/sources.list and run apt-get update"
    [ -e "$keyring" ] || fail "$keyring is missing; as root: apt-get install debian-archive-keyring"
    mkdir -p "$new"/{lists,cache/archives}/partial
    echo "deb [signed-by=$keyring] $uri $suite main" >"$new/sources.list"
    cat <<CONF
Dir::Etc::sourcelist "$new/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::lists "$new/lists";
Dir::Cache "$new/cache";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
APT::Sandbox::User "";
CONF
}

make() {
    local deb
    echo "making $cache/$name (25 MB, once)" >&2
    mkdir -p "$new/debs" "$new/tree"
    configuration >"$new/apt.conf"
    (cd "$new/debs" && APT_CONFIG=$new/apt.conf && export APT_CONFIG &&
        apt-get update -q && apt-get download -q "${packages[@]}") >"$new/apt.log" 2>&1 || {
        cat "$new/apt.log" >&2
        fail "${packages[*]} of Debian $suite cannot be had; see above"
    }
    for deb in "$new"/debs/*.deb; do
        dpkg-deb -x "$deb" "$new/tree"
    done
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
