#!/bin/sh
# A small package from the local archive: installed, used, purged. Only the package's own output goes to stdout.
set -eu
apt() {
    apt-get -q -o Dir::Etc::SourceList=/bench/archive.list -o Dir::Etc::SourceParts=/dev/null \
        -o APT::Sandbox::User=root "$@" >&2
}
apt update
apt install -y hello
hello
dpkg --purge hello >&2
