#!/usr/bin/env bash
# Installs what the tests need, builds, runs every test project, and closes with one line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
count() { cat "$results"/*.trx 2>/dev/null | grep -o "<Counters [^>]*" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'; }
finish() {
    total=$(count total) passed=$(count passed) failed=$(count failed)
    echo "$passed passed, $((failed + broken)) failed, $((total - passed - failed)) skipped"
    exit $((failed + broken > 0))
}

if ! command -v dotnet >/dev/null; then
    echo "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2
    exit 1
fi

broken=0
dotnet restore Taler.Paywall.sln || { broken=1; finish; }
dotnet build Taler.Paywall.sln --no-restore --configuration Release || { broken=1; finish; }
for project in tests/*.Tests/*.csproj tests/*Tests/*.csproj; do
    [ -e "$results/$(basename "$project").done" ] && continue
    touch "$results/$(basename "$project").done"
    before=$(count failed)
    dotnet test "$project" --no-build --configuration Release --logger "trx;LogFileName=$(basename "$project" .csproj).trx" --results-directory "$results" \
        || [ "$(count failed)" -gt "$before" ] || broken=$((broken + 1))
done
finish
