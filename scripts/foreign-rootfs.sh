#!/usr/bin/env bash
# Makes a Debian rootfs of another processor, once, and prints its directory: foreign-rootfs.sh i386 | arm64 | armhf
#
# Packages are extracted, not installed, so nothing is executed and no emulator is needed; there is no ld.so.cache then.
# What dpkg would know of them is written where dpkg keeps it: var/lib/dpkg/status and var/lib/dpkg/info/*.list.
# In the cache as scripts/rootfs.sh does it, under foreign-SUITE-ARCHITECTURE-KEY.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
architecture=${1:?usage: foreign-rootfs.sh i386 | arm64 | armhf}
# shellcheck source=scripts/foreign-rootfs.recipe
. "$here/foreign-rootfs.recipe"

fail() {
    echo "foreign-rootfs.sh: $*" >&2
    exit 1
}

if [ "$(id -u)" = 0 ]; then
    cache=${PTRACER_CACHE:-/var/cache/ptracer} mode=root
else
    cache=${PTRACER_CACHE:-$HOME/.cache/ptracer} mode=auto
fi
key=$(cat "$here/foreign-rootfs.recipe" "${BASH_SOURCE[0]}" | sha256sum | cut -c1-12)
name=foreign-$suite-$architecture-$key
new=$cache/.$name.$$

# Run by mmdebstrap once the packages are extracted, with the rootfs as $1.
record() {
    cat <<'HOOK'
set -e
mkdir -p "$1/var/lib/dpkg/info"
: >"$1/var/lib/dpkg/status"
for deb in "$1"/var/cache/apt/archives/*.deb; do
    package=$(dpkg-deb -f "$deb" Package)
    { dpkg-deb -f "$deb" Package Architecture Version Provides Pre-Depends Depends
      printf 'Status: install ok unpacked\n\n'; } >>"$1/var/lib/dpkg/status"
    dpkg-deb --fsys-tarfile "$deb" | tar -t | sed -e 's,^\.,,' -e 's,/$,,' -e 's,^$,/.,' >"$1/var/lib/dpkg/info/$package.list"
done
HOOK
}

make() {
    local sources=/etc/apt/sources.list.d/debian.sources
    [ -e "$sources" ] || sources=/etc/apt/sources.list
    [ -e "$sources" ] || fail "no apt sources on this machine; write the Debian archive to use into $sources"
    command -v mmdebstrap >/dev/null || fail "mmdebstrap is missing; as root: apt-get install mmdebstrap"
    echo "making $cache/$name (a minute, once)" >&2
    record >"$new.hook"
    mmdebstrap --quiet --variant=extract --format=tar --mode="$mode" --architectures="$architecture" \
        --include="$(IFS=,; echo "${packages[*]}")" --extract-hook="sh $new.hook \"\$1\"" \
        "$suite" "$new.tar" "$sources" >&2 || fail "mmdebstrap failed; see its messages above"
    mkdir "$new"
    tar -C "$new" -xf "$new.tar" --no-same-owner --exclude='./dev/*'
    chmod -R u+rwX,go+rX "$new"
    mv -T "$new" "$cache/$name"
}

mkdir -p "$cache"
exec 9>"$cache/.lock-foreign"
flock 9
trap 'rm -rf "$new" "$new.tar" "$new.hook"' EXIT
[ -d "$cache/$name" ] || make
echo "$cache/$name"
