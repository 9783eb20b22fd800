# shellcheck shell=bash
# Sourced by scripts that need packages of a Debian suite other than this system's. Its package list is read apart from
# this system's, from the same mirror; packages are checked by apt against that list, and extracted, never installed.

keyring=/usr/share/keyrings/debian-archive-keyring.gpg

other_suite_fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

mirror() {
    apt-get indextargets --format "\$(REPO_URI)" 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | sed -n 1p
}

# other_suite_apt SUITE WORK: an apt that knows nothing but that suite, and writes nowhere but below WORK.
other_suite_apt() {
    local suite=$1 work=$2 uri
    uri=$(mirror)
    [ -n "$uri" ] ||
        other_suite_fail "this system's apt knows no Debian mirror; name one in /etc/apt/sources.list and run apt-get update"
    [ -e "$keyring" ] || other_suite_fail "$keyring is missing; as root: apt-get install debian-archive-keyring"
    mkdir -p "$work"/{lists,cache/archives}/partial
    echo "deb [signed-by=$keyring] $uri $suite main" >"$work/sources.list"
    cat <<CONF
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::lists "$work/lists";
Dir::Cache "$work/cache";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
APT::Sandbox::User "";
CONF
}

# extract_packages SUITE WORK PACKAGE...: into WORK/tree.
extract_packages() {
    local suite=$1 work=$2 deb
    shift 2
    mkdir -p "$work/debs" "$work/tree"
    other_suite_apt "$suite" "$work" >"$work/apt.conf"
    (cd "$work/debs" && APT_CONFIG=$work/apt.conf && export APT_CONFIG &&
        apt-get update -q && apt-get download -q "$@") >"$work/apt.log" 2>&1 || {
        cat "$work/apt.log" >&2
        other_suite_fail "$* of Debian $suite cannot be had; see above"
    }
    for deb in "$work"/debs/*.deb; do
        dpkg-deb -x "$deb" "$work/tree"
    done
}

# cached_tree NAME SIZE: makes a directory once, by the caller's `make`, which turns $new into $cache/$name, and prints it.
cached_tree() {
    local key
    if [ "$(id -u)" = 0 ]; then
        cache=${PTRACER_CACHE:-/var/cache/ptracer}
    else
        cache=${PTRACER_CACHE:-$HOME/.cache/ptracer}
    fi
    key=$(cat "$0" "${BASH_SOURCE[0]}" | sha256sum | cut -c1-12)
    name=$1-$key
    new=$cache/.$name.$$
    mkdir -p "$cache"
    exec 9>"$cache/.lock-$1"
    flock 9
    trap 'rm -rf "$new"' EXIT
    if [ ! -d "$cache/$name" ]; then
        echo "making $cache/$name ($2, once)" >&2
        make
    fi
    echo "$cache/$name"
}
