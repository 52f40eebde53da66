#!/usr/bin/env bash
# Runs shop, backend and visitors for some minutes and prints what the shop holds: tests/soak.sh [minutes] [seed]
set -euo pipefail
cd "$(dirname "$0")"
export SOAK_MINUTES=${1:-1} SOAK_SEED=${2:-}
exec dotnet test Taler.Paywall.SoakTests --configuration Release --logger "console;verbosity=detailed"
