#!/usr/bin/env bash
# Builds, checks and shows ptracer. Every verb brings what it needs: tools by apt-get where it may, the rootfs, the build.
#
#   ./build.sh build     out/ptracer, one static binary
#   ./build.sh test      everything; ends with a line "N passed, N failed"
#   ./build.sh lint      format, analyzers, shellcheck, clang-format, strict C
#   ./build.sh bench     side by side with chroot, proot and bubblewrap
#   ./build.sh demo      a print server out of a Debian rootfs, run by an unprivileged user
#   ./build.sh publish   build, and out/ptracer-linux-x64.tar.gz with its checksum
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/scripts/common.sh"
cd "$top"

build() {
    ensure_build
    say "native/shim"
    make --silent -C native/shim
    say "out/ptracer"
    dotnet publish src/Host -c Release -r linux-x64 -o obj/publish --nologo -v quiet
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
demo)
    build
    ensure_rootfs
    scripts/demo.sh
    ;;
test)
    build
    ensure_rootfs
    ensure musl-gcc=musl-tools strace=strace skopeo=skopeo umoci=umoci zstd=zstd xz=xz-utils dpkg-deb=dpkg \
        setfattr=attr openssl=openssl docker-registry=docker-registry htpasswd=apache2-utils
    PTRACER_ROOTFS_ARM64=$(scripts/foreign-rootfs.sh arm64)
    export PTRACER_ROOTFS_ARM64
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
