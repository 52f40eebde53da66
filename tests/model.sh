#!/usr/bin/env bash
# Plays random histories over two nodes, as Taler.Paywall.ModelTests does, but as many as you like. docs/reliability.md tells what a history is.
#
#   tests/model.sh                      200,000 histories of a new seed, which is printed
#   tests/model.sh 1000000              more of them
#   tests/model.sh 20000 42             those of seed 42, as in an earlier run
#   MODEL_REPLAY=1,2 tests/model.sh     the one that a failure printed
set -euo pipefail
cd "$(dirname "$0")/Taler.Paywall.ModelTests"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

export MODEL_HISTORIES=${1:-200000} MODEL_SEED=${2:-${RANDOM}${RANDOM}}
echo "MODEL_SEED=$MODEL_SEED"
dotnet build --configuration Release
exec dotnet exec bin/Release/net10.0/Taler.Paywall.ModelTests.dll -class Taler.Paywall.ModelTests.HistoryTests -showLiveOutput
