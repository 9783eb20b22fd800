#!/usr/bin/env bash
# Makes out/ptracer.apk of android/ and of ptracer's whole image, with Debian's tools; nothing of it needs a device.
#
#   scripts/apk.sh                                checks, builds, signs and verifies it
#   scripts/apk.sh contract NATIVE FILES CACHE    prints how the app would start the daemon (see ContractPrinter)
#
# PTRACER_WHOLE names another whole image than obj/publish-whole/Ptracer.Host: out/ptracer does not do, because it
# executes a memory file, which Android refuses to apps.
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$top"

work=$top/obj/apk
whole=${PTRACER_WHOLE:-$top/obj/publish-whole/Ptracer.Host}
apk=$top/out/ptracer.apk
framework=/usr/share/android-framework-res/framework-res.apk
junit=/usr/share/java/junit4.jar:/usr/share/java/hamcrest.jar
keystore=$top/obj/apk-debug.keystore
min_sdk=24
target_sdk=34

java_files() { find "$@" -name '*.java' | LC_ALL=C sort; }

# compile INTO CLASSPATH OPTION... -- DIRECTORY...: Java 8, since dx knows nothing newer.
compile() {
    local into=$1 classpath=$2 options=() files
    shift 2
    while [[ $1 != -- ]]; do
        options+=("$1")
        shift
    done
    shift
    mapfile -t files < <(java_files "$@")
    mkdir -p "$into"
    javac -encoding UTF-8 -Xlint:all,-options,-classfile -Werror -d "$into" -cp "$classpath" "${options[@]}" "${files[@]}"
}

contract() {
    local classes=$top/obj/apk-contract
    ensure javac=default-jdk-headless
    compile "$classes" "" --release 8 -- android/src/org/ptracer/app/daemon \
        android/tests/org/ptracer/app/daemon/ContractPrinter.java
    java -cp "$classes" org.ptracer.app.daemon.ContractPrinter "$@"
}

# The tests of ./build.sh test start the daemon as this file says, and need no Java for it.
check_contract() {
    local library=/data/app/com.example.app/lib/x86_64 data=/data/data/com.example.app
    contract "$library" "$data/files" "$data/cache" | diff -u tests/Android/contract.txt - ||
        fail "tests/Android/contract.txt is not what the app says: scripts/apk.sh contract $library $data/files $data/cache"
}

# What of the app does without Android, on this machine's Java.
run_tests() {
    say "android/tests"
    compile "$work/tests" "$work/classes:$junit" --release 11 -- android/tests
    local tests
    mapfile -t tests < <(cd android/tests && find . -name '*Test.java' | LC_ALL=C sort | sed 's,^\./,,; s,/,.,g; s,\.java$,,')
    java -cp "$work/tests:$work/classes:$junit" org.junit.runner.JUnitCore "${tests[@]}"
}

resources() {
    say "resources"
    mkdir -p "$work/generated" "$work/files"
    aapt package -f -m -J "$work/generated" -M android/AndroidManifest.xml -S android/res -I "$framework" \
        --min-sdk-version "$min_sdk" --target-sdk-version "$target_sdk" -F "$work/resources.apk"
    unzip -q "$work/resources.apk" -d "$work/files"
    special_use "$work/files/AndroidManifest.xml"
}

# foregroundServiceType is a set of flags, and specialUse, 0x40000000, is younger than Debian's aapt and framework-res. In
# the binary manifest dataSync, 1, has its place: a value of 8 bytes, of the type flags (0x11).
special_use() {
    # shellcheck disable=SC2016 # perl's variables
    perl -0777 -pi -e '$n = s/\x08\0\0\x11\x01\0\0\0/\x08\0\0\x11\0\0\0\x40/g; END { $? = $n == 1 ? 0 : 1 }' "$1" ||
        fail "android/AndroidManifest.xml: one flag with the value 1 is expected, foregroundServiceType"
}

classes() {
    local tools=$1
    say "classes"
    compile "$work/classes" "$work/stubs" -source 8 -target 8 -bootclasspath "$tools/android.jar" -- \
        android/src "$work/generated"
    run_tests
    java -cp "$tools/dx.jar" com.android.dx.command.Main --dex --min-sdk-version="$min_sdk" \
        --output="$work/files/classes.dex" "$work/classes"
}

libraries() {
    local into=$work/files/lib/x86_64
    mkdir -p "$into"
    install -m 755 "$whole" "$into/libptracer.so"
    "$whole" loader "$into/libptracer-loader.so"
    chmod 755 "$into"/libptracer-loader{,32}.so
}

# The same input gives the same bytes, up to the signature. Android reads resources.arsc in place: it is not compressed.
archive() {
    say "$apk"
    find "$work/files" -exec touch -h -d '1980-01-01 00:00:00 UTC' {} +
    (cd "$work/files" && find . -type f | sed 's,^\./,,' | LC_ALL=C sort | TZ=UTC zip -q -X -D -n .arsc "$work/unaligned.apk" -@)
    zipalign -f 4 "$work/unaligned.apk" "$work/aligned.apk"
}

sign() {
    [[ -e $keystore ]] || keytool -genkeypair -keystore "$keystore" -storepass android -alias debug -keyalg RSA \
        -keysize 2048 -validity 10000 -dname "CN=ptracer debug" >"$work/keytool.log" 2>&1 ||
        fail "no debug key was made: $(cat "$work/keytool.log")"
    apksigner sign --ks "$keystore" --ks-pass pass:android --min-sdk-version "$min_sdk" --v1-signing-enabled false \
        --v2-signing-enabled true --v3-signing-enabled true --v4-signing-enabled false --out "$work/ptracer.apk" \
        "$work/aligned.apk"
}

# expect PATTERN... : each is in what standard input says, which is shown.
expect() {
    local text pattern
    text=$(cat)
    printf '%s\n' "$text"
    for pattern; do
        grep -qE -- "$pattern" <<<"$text" || fail "the APK is not as it should be: nothing says $pattern"
    done
}

verify() {
    local made=$work/ptracer.apk
    say "verifying"
    zipalign -c 4 "$made" || fail "$made is not aligned"
    # Its warnings are about files that only the JAR signature protects, which Android 7 and later do not read.
    apksigner verify --verbose "$made" | grep -v '^WARNING' | expect '^Verified using v2 scheme .*: true' \
        '^Verified using v3 scheme .*: true'
    aapt dump badging "$made" | expect "^sdkVersion:'$min_sdk'" "^targetSdkVersion:'$target_sdk'" \
        "^native-code: 'x86_64'" '^launchable-activity:'
    aapt dump xmltree "$made" AndroidManifest.xml | grep -E 'foregroundServiceType|extractNativeLibs|networkSecurityConfig' |
        expect 'foregroundServiceType.*0x40000000$' 'extractNativeLibs.*0xffffffff$' 'networkSecurityConfig'
    dexdump "$made" | sed -n "s/^  Class descriptor *: '\(.*\)'/\1/p" |
        expect '^Lorg/ptracer/app/DaemonService;$' '^Lorg/ptracer/app/PanelActivity;$'
    unzip -v "$made" resources.arsc | expect ' Stored .*resources\.arsc$'
    unzip -l "$made" 'lib/*' | expect 'lib/x86_64/libptracer\.so$' 'lib/x86_64/libptracer-loader\.so$' \
        'lib/x86_64/libptracer-loader32\.so$'
}

build_apk() {
    local tools
    [[ -x $whole ]] || fail "$whole is missing; run ./build.sh apk"
    ensure javac=default-jdk-headless aapt=aapt apksigner=apksigner zipalign=zipalign dexdump=dexdump zip=zip unzip=unzip \
        perl=perl-base dpkg-deb=dpkg \
        /usr/share/keyrings/debian-archive-keyring.gpg=debian-archive-keyring "$framework=android-framework-res" /usr/share/java/junit4.jar=junit4
    tools=$("$top/scripts/android-tools.sh")
    rm -rf "$work"
    mkdir -p "$work" out
    check_contract
    compile "$work/stubs" "" -source 8 -target 8 -bootclasspath "$tools/android.jar" -- android/stubs
    resources
    classes "$tools"
    libraries
    archive
    sign
    verify
    mv "$work/ptracer.apk" "$apk"
    say "$apk, $(stat -c %s "$apk") bytes"
}

case ${1:-} in
contract) contract "${@:2}" ;;
'') build_apk ;;
*) fail "apk.sh: $1: write scripts/apk.sh, or scripts/apk.sh contract NATIVE FILES CACHE" ;;
esac
