#!/usr/bin/env bash
# Builds and runs every test assembly (each is a program) and ends with the sum of their counts.
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$top"

# Where real programs run once more: options of tests/Android/android-sim. PTRACER_ANDROID_PLACES="-V 9 -X,-V 14 -X,-s"
# is for more of them.
android_places="-V 9 -X"
limit_seconds=2400 # an assembly that hangs is a failure, not a wait

say "test assemblies"
dotnet build ptracer.slnx -c Release --nologo -v quiet

say "Images.Probe, a static binary that pulls"
dotnet publish tests/Images.Probe -c Release -r linux-x64 -o obj/probe --nologo -v quiet
export PTRACER_PROBE=$top/obj/probe/Images.Probe

passed=0 failed=0 skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

count() { # WORD: the summary's figure
    sed -n "/ Total: [0-9]*, Errors: /s/.* $1: \([0-9]*\).*/\1/p" "$log" | tail -1
}

run_suite() { # ASSEMBLY OPTION...
    local suite=$1 status=0 total bad ignored
    shift
    timeout -k 10 "$limit_seconds" "${PTRACER_ARTIFACTS:-obj}/bin/$suite/release/$suite" -noColor -noLogo "$@" 2>&1 |
        tee "$log" || status=$?
    total=$(count Total)
    if [[ -z $total ]]; then
        echo "$suite ended with status $status and no summary"
        failed=$((failed + 1))
        return
    fi
    bad=$(($(count Failed) + $(count Errors)))
    [[ $status == 0 || $bad != 0 ]] || bad=1
    ignored=$(($(count Skipped) + $(count 'Not Run')))
    failed=$((failed + bad))
    skipped=$((skipped + ignored))
    passed=$((passed + total - bad - ignored))
}

for suite in Loader.Tests Units.Tests Journal.Tests Ptracer.Tests Packer.Tests Images.Tests Host.Tests; do
    say "$suite"
    run_suite "$suite"
done

# The simulator needs root.
if [[ $EUID == 0 ]]; then
    IFS=, read -ra places <<<"${PTRACER_ANDROID_PLACES-$android_places}"
    for place in "${places[@]}"; do
        say "Host.Tests, real programs, $place"
        PTRACER_ANDROID=$place run_suite Host.Tests -namespace Ptracer.Host.Tests.Programs -class- '*.MutatedElfTests'
    done
fi

summary="$passed passed, $failed failed"
((skipped == 0)) || summary+=", $skipped skipped"
echo "$summary"
((failed == 0))
