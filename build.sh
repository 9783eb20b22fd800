#!/usr/bin/env bash
# Builds, checks and shows ptracer. Every verb brings what it needs: tools by apt-get where it may, the rootfs, the build.
#
#   ./build.sh build     out/ptracer, one static binary
#   ./build.sh test      everything; ends with a line "N passed, N failed"
#   ./build.sh lint      format, analyzers, shellcheck, clang-format, strict C
#   ./build.sh bench     side by side with chroot, proot and bubblewrap
#   ./build.sh demo      a print server out of a Debian rootfs, run by an unprivileged user
#   ./build.sh apk       build, and out/ptracer.apk, the Android app of android/
#   ./build.sh publish   build, and out/ptracer-linux-x64.tar.gz with its checksum
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/scripts/common.sh"
cd "$top"

# npm_install DIRECTORY: what its package-lock.json names, when that has changed since.
npm_install() {
    local stamp=$1/node_modules/.lock
    cmp -s "$1/package-lock.json" "$stamp" && return
    say "npm ci in $1"
    npm ci --prefix "$1" --no-audit --no-fund --loglevel=error >&2
    cp "$1/package-lock.json" "$stamp"
}

panel() {
    local made=obj/panel/index.html.br
    ensure node=nodejs npm=npm
    npm_install src/Host/Panel
    [[ ! -e $made || -n $(find src/Host/Panel -newer "$made" -not -path '*/node_modules/*' -type f -print -quit) ]] || return 0
    say "src/Host/Panel"
    node src/Host/Panel/build.mjs obj/panel >&2
}

build() {
    ensure_build
    panel
    say "native/shim"
    make --silent -C native/shim
    say "out/ptracer"
    dotnet publish src/Host -c Release -r linux-x64 -p:WholeImage=true -o obj/publish-whole --nologo -v quiet
    scripts/inherited-filter.sh obj/publish-whole/Ptracer.Host >obj/inherited-calls.txt
    zstd -q -f -12 -o native/shim/obj/whole.zst obj/publish-whole/Ptracer.Host
    sha256sum <native/shim/obj/whole.zst | head -c 16 >native/shim/obj/whole.id
    make --silent -C native/shim obj/whole_image.o
    dotnet publish src/Host -c Release -r linux-x64 -p:WholeImage=false -o obj/publish --nologo -v quiet
    scripts/inherited-filter.sh obj/publish/Ptracer.Host >>obj/inherited-calls.txt
    mkdir -p out
    install -m 755 obj/publish/Ptracer.Host out/.ptracer
    mv out/.ptracer out/ptracer
    local headers
    headers=$(readelf -lW out/ptracer)
    [[ $headers == *"(Position-Independent Executable file)"* && $headers != *INTERP* ]] ||
        fail "out/ptracer is not static-pie; look at the linker's messages above"
}

publish() {
    build
    local name=ptracer-linux-x64
    tar -C out -czf "out/$name.tar.gz" --owner=0 --group=0 --transform "s,^,$name/," ptracer -C "$top" README.md LICENSE
    (cd out && sha256sum ptracer "$name.tar.gz" >"$name.sha256")
    say "out/$name.tar.gz"
}

case ${1:-} in
build | publish) "$1" ;;
apk)
    build
    scripts/apk.sh
    ;;
demo)
    build
    ensure_rootfs
    scripts/demo.sh
    ;;
test)
    build
    ensure_rootfs
    ensure musl-gcc=musl-tools strace=strace skopeo=skopeo umoci=umoci zstd=zstd xz=xz-utils dpkg-deb=dpkg \
        setfattr=attr openssl=openssl docker-registry=docker-registry htpasswd=apache2-utils \
        journalctl=systemd /lib/systemd/systemd-journal-remote=systemd-journal-remote
    ensure chromium=chromium perl=perl-base
    npm_install tests/Panel
    PTRACER_ROOTFS_ARM64=$(scripts/foreign-rootfs.sh arm64)
    PTRACER_LIB32_TREE=$(scripts/lib32-tree.sh)
    ensure ssh=openssh-client curl=curl dpkg-scanpackages=dpkg-dev
    PTRACER_SERVICE_DEBS=$(scripts/service-debs.sh)
    export PTRACER_SERVICE_DEBS
    export PTRACER_ROOTFS_ARM64 PTRACER_LIB32_TREE
    ensure /lib/systemd/systemd=systemd /usr/share/zoneinfo/UTC=tzdata
    PTRACER_UNIT_FILES=$(scripts/unit-files.sh)
    export PTRACER_UNIT_FILES
    ensure sshfs=sshfs /usr/lib/openssh/sftp-server=openssh-sftp-server
    ensure nsenter=util-linux /usr/share/keyrings/debian-archive-keyring.gpg=debian-archive-keyring
    PTRACER_ADB=$(scripts/adb-tools.sh)
    export PTRACER_ADB
    scripts/test.sh
    ;;
lint)
    ensure_build
    ensure shellcheck=shellcheck clang-format=clang-format
    scripts/lint.sh
    ;;
bench)
    build
    ensure_rootfs
    ensure proot=proot bwrap=bubblewrap strace=strace
    tests/Bench/bench.sh "${@:2}"
    ;;
*)
    sed -n '2,/^set/s/^# \{0,1\}//p' build.sh
    [[ ${1:-} == help || ${1:-} == --help ]] || exit 2
    ;;
esac
