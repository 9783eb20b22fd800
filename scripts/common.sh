# shellcheck shell=bash
# Sourced by build.sh and the scripts beside it: where things are, and how a missing tool is come by.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
binary=$top/out/ptracer
# When root starts a test, demo or bench, its guests run as this user.
export PTRACER_UID=${PTRACER_UID:-12345}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

say() { printf '== %s\n' "$*" >&2; }

fail() {
    printf 'ptracer: %s\n' "$*" >&2
    exit 1
}

# A command to prefix, so that what follows runs unprivileged.
unprivileged=()
# shellcheck disable=SC2034 # for those who source this
[[ $EUID != 0 ]] || unprivileged=(setpriv --reuid "$PTRACER_UID" --regid "$PTRACER_UID" --clear-groups)

# ensure COMMAND-OR-FILE=PACKAGE...: installs the packages of what is missing, or says which they are.
ensure() {
    local pair need missing=() as_root=()
    for pair; do
        need=${pair%%=*}
        case $need in
        /*) [[ -e $need ]] || missing+=("${pair#*=}") ;;
        *) command -v "$need" >/dev/null || missing+=("${pair#*=}") ;;
        esac
    done
    ((${#missing[@]})) || return 0
    if [[ $EUID != 0 ]]; then
        as_root=(sudo -n)
        sudo -n true 2>/dev/null || fail "missing packages: ${missing[*]}; as root: apt-get install ${missing[*]}"
    fi
    command -v apt-get >/dev/null || fail "missing: ${missing[*]}; install them with this system's package manager"
    say "installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
}

ensure_dotnet() {
    [[ ! -x $HOME/.dotnet/dotnet ]] || PATH=$PATH:$HOME/.dotnet
    dotnet --version >/dev/null 2>&1 ||
        fail "the .NET SDK 10 is missing; see https://learn.microsoft.com/dotnet/core/install/linux-debian, or run" \
            "'curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0'"
    # The SDK's certificates and archives: a minimal Debian has neither.
    ensure /etc/ssl/certs/ca-certificates.crt=ca-certificates
}

ensure_build() {
    ensure_dotnet
    ensure clang=clang ld.lld=lld gcc=gcc make=make readelf=binutils zstd=zstd /usr/include/zlib.h=zlib1g-dev \
        /usr/include/lzma.h=liblzma-dev /usr/include/zstd.h=libzstd-dev \
        /usr/include/mbedtls/ssl.h=libmbedtls-dev \
        /usr/include/linux/openat2.h=linux-libc-dev /usr/include/stdlib.h=libc6-dev \
        /usr/include/asm=gcc-multilib /usr/include/x86_64-linux-gnu/gnu/stubs-32.h=libc6-dev-i386
}

ensure_rootfs() {
    ensure mmdebstrap=mmdebstrap setpriv=util-linux ps=procps
    PTRACER_ROOTFS=$("$top/scripts/rootfs.sh")
    export PTRACER_ROOTFS PTRACER_BIN=$binary
}
