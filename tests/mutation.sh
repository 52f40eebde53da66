#!/usr/bin/env bash
# Puts small faults into the paywall, one at a time, and shows which of them no test notices. docs/mutation.md tells what came of it.
#
#   tests/mutation.sh                                      everything that docs/mutation.md has figures of
#   tests/mutation.sh Resources                            a folder of src/Taler.Paywall
#   tests/mutation.sh Gate/PaywallGate.cs Resources/Resource.cs    single files
#
# Takes from some minutes to two hours, and is no part of test.sh. The report: artifacts/mutation/reports/mutation-report.html
set -euo pipefail
cd "$(dirname "$0")/Taler.Paywall.Tests"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Faults are put in and out within one process, so the tests must run on the platform that can do that. Analyzers have had their say before.
export UseMicrosoftTestingPlatformRunner=true MutationRun=true RunAnalyzers=false EnforceCodeStyleInBuild=false

if [ $# -eq 0 ]; then
    set -- Resources Sessions StateMachine Orders Gate/{EndpointGuard,EndpointGuardPolicy,PaymentGrant,PaywallGate,RequestMatcher,ShortCircuit}.cs Settings/PaywallRules.cs
fi
files=()
for part in "$@"; do
    [[ $part == *.cs ]] || part="${part%/}/**/*.cs"
    files+=(--mutate "**/$part")
done

dotnet tool restore
exec dotnet stryker --config-file ../mutation.json --skip-version-check --output ../../artifacts/mutation "${files[@]}"
