#!/usr/bin/env bash
# Asks a URL, pays what it costs with a wallet of the sandbox, and prints the answer. Whoever runs it again pays nothing again.
set -euo pipefail
url=${1:-http://localhost:5081/api/tides/saltmouth}
sandbox=${SANDBOX:-http://127.0.0.1:9966}     # where the wallet is
wallet=${WALLET:-agent}
max_price=${MAX_PRICE:-KUDOS:0.5}
max_wait=${MAX_WAIT:-60}                      # seconds in all
shop=${url#*://} shop=${shop%%/*}
key=${KEY_FILE:-agent-$shop.key}              # opens what was bought, so each shop gets another
body=$(mktemp)
trap 'rm -f "$body"' EXIT

say() { echo "agent: $*" >&2; }
fail() { say "$@"; exit 1; }

# An amount as text that sorts as its value does.
sortable() {
    [[ $1 =~ ^([A-Za-z]{1,11}):([0-9]{1,16})(\.([0-9]{1,8}))?$ ]] || fail "$1 is no amount."
    printf '%s:%016d.%-8s' "${BASH_REMATCH[1]}" "$((10#${BASH_REMATCH[2]}))" "${BASH_REMATCH[4]}" | tr ' ' 0
}

# Sets status, uri (what to pay) and pause (when to come again). The key comes from its file, so that no list of processes shows it.
ask() {
    IFS='|' read -r status uri pause < <(curl --silent --show-error --max-time 30 --output "$body" --header "@$key" \
        --write-out '%{http_code}|%header{taler}|%header{retry-after}\n' "$url")
    [[ $status == 429 || $status == 503 ]] || return 0
    [[ $pause =~ ^[0-9]{1,5}$ ]] || pause=10
    (((max_wait -= pause + 1) >= 0)) || fail "$url answers $status and asks for $pause s of patience, which is too long."
    say "$url answers $status, so I ask again in $pause s."
    sleep "$pause"
    ask
}

[[ -s $key ]] || (umask 077; echo "Idempotency-Key: $(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')" >"$key")
ask
if [[ $status == 402 && $uri =~ ^taler(\+http)?://pay/[A-Za-z0-9:/.?=_%-]+$ ]]; then
    price=$(sed -n 's/.*"price":"\([^"]*\)".*/\1/p' "$body")
    needed=$(sortable "$price")
    allowed=$(sortable "$max_price")
    [[ ${needed%%:*} == "${allowed%%:*}" && ! $needed > $allowed ]] || fail "$url costs $price, and I pay $max_price at most."
    say "$url costs $price. I pay."
    curl --silent --show-error --fail --max-time 30 --output "$body" --json "{\"taler_pay_uri\":\"$uri\"}" "$sandbox/sandbox/wallets/$wallet/pay" \
        || fail "The wallet did not pay."
    ask
fi
[[ $status == 200 ]] || fail "$url answers $status: $(cat "$body")"
cat "$body"
