#!/usr/bin/env bash
# Downloads the Debian packages of scripts/service-debs.recipe, with what they need and recommend beyond the rootfs, into
# one directory that is an apt archive, once, and prints it: so tests of `apt-get install` in a guest need no network.
#
# Nothing is installed on this machine: its apt resolves with the rootfs' package states in place of its own.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/service-debs.recipe
. "$here/service-debs.recipe"

fail() {
    echo "service-debs.sh: $*" >&2
    exit 1
}

if [ "$(id -u)" = 0 ]; then
    cache=${PTRACER_CACHE:-/var/cache/ptracer}
else
    cache=${PTRACER_CACHE:-$HOME/.cache/ptracer}
fi
rootfs=${PTRACER_ROOTFS:-$("$here/rootfs.sh")}
status=$rootfs/var/lib/dpkg/status
[ -e "$status" ] || fail "$rootfs has no package states; unset PTRACER_ROOTFS, or let it name a Debian rootfs"
key=$(cat "$here/service-debs.recipe" "${BASH_SOURCE[0]}" "$status" | sha256sum | cut -c1-12)
name=service-debs-$key
new=$cache/.$name.$$

make() {
    command -v dpkg-scanpackages >/dev/null || fail "dpkg-scanpackages is missing; install the package dpkg-dev"
    echo "making $cache/$name (a minute, once)" >&2
    mkdir -p "$new/partial"
    # Not as _apt, which may not write here.
    apt-get -qq -y -o APT::Sandbox::User=root -o Dir::State::status="$status" -o Dir::Cache::archives="$new" \
        -o Debug::NoLocking=true -o APT::Keep-Downloaded-Packages=true --install-recommends --reinstall --download-only \
        install "${service_packages[@]}" >&2 || fail "apt-get could not download all packages; as root: apt-get update"
    rm -rf "$new/partial" "$new/lock"
    (cd "$new" && dpkg-scanpackages . 2>/dev/null >Packages)
    chmod -R u=rwX,go=rX "$new"
    mv -T "$new" "$cache/$name"
}

mkdir -p "$cache"
exec 9>"$cache/.lock-service-debs"
flock 9
trap 'rm -rf "$new"' EXIT
[ -d "$cache/$name" ] || make
echo "$cache/$name"
