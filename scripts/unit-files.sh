#!/usr/bin/env bash
# Unpacks the Debian packages of scripts/unit-files.recipe into one directory, once, and prints it.
#
# Packages are extracted, not installed: nothing of them is executed. The archive's newest versions are taken, so two
# machines may have different files; the tests compare them with systemd's own judgement, whatever is in them.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/unit-files.recipe
. "$here/unit-files.recipe"

fail() {
    echo "unit-files.sh: $*" >&2
    exit 1
}

if [ "$(id -u)" = 0 ]; then
    cache=${PTRACER_CACHE:-/var/cache/ptracer}
else
    cache=${PTRACER_CACHE:-$HOME/.cache/ptracer}
fi
key=$(cat "$here/unit-files.recipe" "${BASH_SOURCE[0]}" | sha256sum | cut -c1-12)
name=unit-files-$key
new=$cache/.$name.$$

make() {
    command -v dpkg-deb >/dev/null || fail "dpkg-deb is missing; install the package dpkg"
    echo "making $cache/$name (a minute, once)" >&2
    mkdir -p "$new/debs" "$new/root"
    chmod 755 "$new"
    # Not as _apt, which may not write here.
    (cd "$new/debs" && apt-get -o APT::Sandbox::User=root download -qq "${packages[@]}" >&2) ||
        fail "apt-get could not download all packages; as root: apt-get update"
    for deb in "$new"/debs/*.deb; do
        dpkg-deb -x "$deb" "$new/root"
    done
    # Only units and what they are ordered by: the rest is large and never looked at.
    find "$new/root" -mindepth 1 -maxdepth 1 ! -name lib ! -name usr ! -name etc -exec rm -rf {} +
    find "$new/root/usr" -mindepth 1 -maxdepth 1 ! -name lib -exec rm -rf {} + 2>/dev/null || true
    find "$new/root/etc" -mindepth 1 -maxdepth 1 ! -name systemd -exec rm -rf {} +
    find "$new/root/lib" "$new/root/usr/lib" -mindepth 1 -maxdepth 1 ! -name systemd -exec rm -rf {} +
    find "$new/root/lib/systemd" "$new/root/usr/lib/systemd" -mindepth 1 -maxdepth 1 \
        ! -name 'system*' ! -name user -exec rm -rf {} +
    find "$new/root/lib/systemd" "$new/root/usr/lib/systemd" -type f -size +256k -delete
    chmod -R u+rwX,go+rX "$new/root"
    mv -T "$new/root" "$cache/$name"
}

mkdir -p "$cache"
exec 9>"$cache/.lock-unit-files"
flock 9
trap 'rm -rf "$new"' EXIT
[ -d "$cache/$name" ] || make
echo "$cache/$name"
