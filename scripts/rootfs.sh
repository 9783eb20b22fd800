#!/usr/bin/env bash
# Makes the rootfs that tests, demo and bench run guests from, once, and prints the directory it was extracted to.
#
# In the cache ($PTRACER_CACHE; /var/cache/ptracer for root, ~/.cache/ptracer otherwise), with a key that is the hash
# of the recipe:
#   rootfs-bookworm-KEY.tar   as mmdebstrap made it, from the machine's own apt sources
#   rootfs-bookworm-KEY/      the same extracted, owned by an unprivileged user; pristine: nobody writes into it
#   rootfs-bookworm           a link to it
# Each is made under another name and renamed when it is complete.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
uid=${PTRACER_UID:-12345}
# shellcheck source=scripts/rootfs.recipe
. "$here/rootfs.recipe"

fail() {
    echo "rootfs.sh: $*" >&2
    exit 1
}

if [ "$(id -u)" = 0 ]; then
    cache=${PTRACER_CACHE:-/var/cache/ptracer}
else
    cache=${PTRACER_CACHE:-$HOME/.cache/ptracer}
fi
key=$(sha256sum <"$here/rootfs.recipe" | cut -c1-12)
name=rootfs-$suite-$key

make_tar() {
    local sources=/etc/apt/sources.list.d/debian.sources mode=auto hook
    [ -e "$sources" ] || sources=/etc/apt/sources.list
    [ -e "$sources" ] || fail "no apt sources on this machine; write the Debian archive to use into $sources"
    if [ "$(id -u)" != 0 ]; then
        if command -v newuidmap >/dev/null && grep -q "^$(id -un):" /etc/subuid 2>/dev/null; then
            mode=unshare
        elif command -v fakechroot >/dev/null && command -v fakeroot >/dev/null; then
            mode=fakechroot
        else
            fail "no rootfs yet, and no root, subordinate uids or fakechroot to make it with;" \
                "run this script as root once, install fakechroot, or copy $name.tar into $cache"
        fi
    fi
    hook="mkdir -p \"\$1$archive\" && chroot \"\$1\" sh -c \"cd $archive"
    hook+=" && apt-get download $archive_packages && dpkg-scanpackages . >Packages\""
    echo "making $cache/$name.tar (some minutes, once)" >&2
    mmdebstrap --quiet --variant=minbase --format=tar --mode="$mode" --include="$(IFS=,; echo "${packages[*]}")" \
        --customize-hook="$hook" "$suite" "$cache/.$name.$$.tar" "$sources" >&2 ||
        fail "mmdebstrap failed; see its messages above"
    mv "$cache/.$name.$$.tar" "$cache/$name.tar"
}

# tar runs as the user who will own the tree: so files get natural owners and setuid bits stay. Device nodes are left
# out: that user cannot make them, and guests get the host's /dev bound.
extract() {
    local directory=$cache/.$name.$$ as=()
    mkdir "$directory"
    if [ "$(id -u)" = 0 ]; then
        chown "$uid:$uid" "$directory"
        as=(setpriv --reuid "$uid" --regid "$uid" --clear-groups)
    fi
    echo "extracting $cache/$name" >&2
    "${as[@]}" tar -C "$directory" -xpf - --exclude='./dev/*' <"$cache/$name.tar"
    chmod 755 "$directory"
    mv -T "$directory" "$cache/$name"
}

clean_up() {
    rm -rf "$cache/.$name.$$" "$cache/.$name.$$.tar" "$cache/.link.$$"
}

mkdir -p "$cache"
exec 9>"$cache/.lock"
flock 9
trap clean_up EXIT
if [ ! -d "$cache/$name" ]; then
    [ -e "$cache/$name.tar" ] || make_tar
    extract
fi
if [ "$(readlink "$cache/rootfs-$suite" || true)" != "$name" ]; then
    ln -s "$name" "$cache/.link.$$"
    mv -T "$cache/.link.$$" "$cache/rootfs-$suite"
fi
echo "$cache/$name"
