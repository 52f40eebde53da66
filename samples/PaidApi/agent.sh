#!/usr/bin/env bash
# Asks a URL, pays what it costs with a wallet of the sandbox, and prints the answer. Whoever runs it again pays nothing again.
set -euo pipefail
export LC_ALL=C                               # letters and digits are those of ASCII
url=${1:-http://localhost:5081/api/tides/saltmouth}
sandbox=${SANDBOX:-http://127.0.0.1:9966}     # where the wallet is
wallet=${WALLET:-agent}
max_price=${MAX_PRICE:-KUDOS:0.5}
max_wait=${MAX_WAIT:-60}                      # seconds in all
curl=(curl --silent --show-error --globoff --max-time 30 --max-filesize 10000000)
body=$(mktemp)
trap 'rm -f "$body"' EXIT

# What a shop says may hold what a terminal obeys.
say() { printf '%s' "agent: $*" | tr -cd '[:print:]' >&2; echo >&2; }
fail() { say "$@"; exit 1; }

# An amount as text that sorts as its value does.
sortable() {
    [[ $1 =~ ^([A-Za-z]{1,11}):([0-9]{1,16})(\.([0-9]{1,8}))?$ ]] || fail "$1 is no amount."
    printf '%s:%016d.%-8s' "${BASH_REMATCH[1]}" "$((10#${BASH_REMATCH[2]}))" "${BASH_REMATCH[4]}" | tr ' ' 0
}

afford() {
    local needed allowed
    needed=$(sortable "$1")
    allowed=$(sortable "$max_price")
    [[ ${needed%%:*} == "${allowed%%:*}" && ! $needed > $allowed ]] || fail "$url costs $1, and I pay $max_price at most."
}

# Sets status, uri (what to pay) and pause (when to come again). The key comes from its file, so that no list of processes shows it.
ask() {
    local answer
    # Where a shop does not say how long its answer is, curl before 8.4 takes all of it; so the file is limited too.
    answer=$(ulimit -f 10000; "${curl[@]}" --output "$body" --header "@$key" --write-out '%{http_code}|%header{taler}|%header{retry-after}' "$url") \
        || fail "$url gives no whole answer."
    IFS='|' read -r status uri pause <<<"$answer"
    [[ $status == 429 || $status == 503 ]] || return 0
    [[ $pause =~ ^0*([1-9][0-9]{0,4})$ ]] && pause=${BASH_REMATCH[1]} || pause=10     # a date, or nothing
    (((max_wait -= pause + 1) >= 0)) || fail "$url answers $status and asks for $pause s of patience, which is too long."
    say "$url answers $status, so I ask again in $pause s."
    sleep "$pause"
    ask
}

let_wallet() {
    "${curl[@]}" --fail --output "$body" --json "{\"taler_pay_uri\":\"$uri\"}" "$sandbox/sandbox/wallets/$wallet/$1" || fail "The wallet did not $1."
}
member() { sed -n 's/.*"'"$1"'":"\([^"]*\)".*/\1/p' "$body"; }

[[ $url =~ ^([Hh][Tt][Tt][Pp][Ss]?://[][A-Za-z0-9.:-]+)(/|$) ]] || fail "$url is no web address."
origin=$(tr A-Z a-z <<<"${BASH_REMATCH[1]}")
key=${KEY_FILE:-agent-${origin/:\/\//-}.key}  # opens what was bought, so each origin gets another
[[ -s $key ]] || (umask 077; echo "Idempotency-Key: $(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')" >"$key")
[[ $(find "$key" -type f -user "$(id -u)" -perm 600) ]] || fail "$key is not a file that is yours and that only you may read and write."

ask
if [[ $status == 402 && $uri =~ ^taler(\+http)?://pay/[A-Za-z0-9:/.?=_%-]+$ ]]; then
    afford "$(member price)"                  # an order that is claimed and not paid is lost, so ask an honest shop first
    let_wallet claim
    price=$(member amount)                    # the contract's: only that binds, and the shop may have lied
    page=$(member fulfillment_url)
    afford "$price"
    [[ $page == "$origin"/* ]] || fail "$url sells $page, which is elsewhere, so I do not pay."
    say "$url costs $price. I pay."
    let_wallet pay
    ask
fi
[[ $status == 200 ]] || fail "$url answers $status: $(head -c 1000 "$body" | tr -d '\0')"
cat "$body"
