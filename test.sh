#!/usr/bin/env bash
# Builds, checks the form, packs, runs every test project, and closes with one line: N passed, N failed, N skipped.
# The tests need the .NET 10 SDK, nginx, Chromium and fonts; all but the SDK are installed if they are missing. Packages are restored from the
# lock files.
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

solution=Taler.Paywall.sln
results=$(mktemp -d)
broken=0
trap 'rm -rf "$results"' EXIT

count() {
    cat "$results"/*.trx 2>/dev/null | grep -o '<Counters [^>]*' | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'
}

finish() {
    local total passed failed
    total=$(count total) passed=$(count passed) failed=$(count failed)
    echo "$passed passed, $((failed + broken)) failed, $((total - passed - failed)) skipped"
    exit $((failed + broken > 0))
}

# A step that breaks counts as one failure.
step() {
    echo "== $*"
    "$@" || { broken=$((broken + 1)); return 1; }
}

# What the tests run besides the SDK: a real cache, a real browser, and two small fonts that hold Arabic and Japanese letters for it.
tools() {
    [ -x /usr/sbin/nginx ] || echo nginx
    [ -x /usr/bin/chromium ] || echo chromium
    [ -e /usr/share/fonts/truetype/dejavu ] || echo fonts-dejavu-core
    [ -e /usr/share/fonts-droid-fallback ] || echo fonts-droid-fallback
}

# The package of nginx would start a server on port 80, and at each boot. No test needs that: they start their own.
install_tools() {
    local root=() policy=/usr/sbin/policy-rc.d missing
    mapfile -t missing < <(tools)
    [ "$(id -u)" = 0 ] || root=(sudo)
    if ! command -v apt-get >/dev/null || { [ ${#root[@]} -gt 0 ] && ! command -v sudo >/dev/null; }; then
        echo "The tests need what is missing here: ${missing[*]}. Install it and run this again." >&2
        return 1
    fi
    [ ! -e "$policy" ] || policy=
    [ -z "$policy" ] || printf '#!/bin/sh\nexit 101\n' | "${root[@]}" install -m 755 /dev/stdin "$policy"
    "${root[@]}" apt-get update -qq && "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
    [ -z "$policy" ] || "${root[@]}" rm -f "$policy"
    [[ " ${missing[*]} " != *" nginx "* ]] || ! command -v systemctl >/dev/null || "${root[@]}" systemctl disable nginx >/dev/null 2>&1
    [ -z "$(tools)" ] || { echo "These could not be installed, and the tests need them:" $(tools) >&2; return 1; }
}

# Failed tests are counted from their report; a run that fails without one, or without a failed test in it, is broken itself.
run_tests() {
    local name
    name=$(basename "$1" .csproj)
    echo "== $name"
    dotnet test "$1" --no-build --configuration Release --logger "trx;LogFileName=$name.trx" --results-directory "$results" \
        || grep -q ' failed="[1-9]' "$results/$name.trx" || broken=$((broken + 1))
}

if ! command -v dotnet >/dev/null; then
    echo "The .NET 10 SDK is missing. Install it from https://dotnet.microsoft.com/download and run this again." >&2
    broken=1
    finish
fi

[ -z "$(tools)" ] || step install_tools
step dotnet restore "$solution" || finish
step dotnet build "$solution" --no-restore --configuration Release || finish
step dotnet format whitespace "$solution" --no-restore --verify-no-changes
for project in src/*/*.csproj; do
    step dotnet pack "$project" --no-build --configuration Release --output "$results/packages"
done
for project in tests/*Tests/*.csproj; do
    run_tests "$project"
done
finish
