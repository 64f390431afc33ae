#!/usr/bin/env bash
# The demo's walk, end to end: it comes to its end in time, no reader ever sees anything but the feed, the comparison finds the
# difference and later the feature ready, and nothing is left running.
#
#   run.sh FICUS WORK_DIR
set -euo pipefail

[ $# -eq 2 ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$2"
work=$(cd "$2" && pwd)
output=$work/walk.txt

fail() { echo "run.sh: $*; the walk is in $output" >&2; exit 1; }
expect() { grep -Eq -- "$1" "$output" || fail "the walk does not say '$1'"; }

started=$SECONDS
FICUS=$(realpath "$1") FICUS_DEMO_DIR=$work "$here/../../../tools/demo/demo.sh" --once >"$output" 2>&1 ||
    { tail -n 30 "$output" >&2; fail "the walk ended with $?"; }
took=$((SECONDS - started))
[ "$took" -lt 60 ] || fail "the walk took $took s"

expect 'changes: not_ready'
expect 'missing .*\$\.channel\.item\[\*\]\.author .*anonymous'
expect 'changes: ready'
expect 'changes +modern +100%'
expect 'ficus_fallbacks_total\{feature="changes",reason="[a-z_]+"\} [1-9]'
expect 'changes +100%, shadow 100% +0%, shadow 100% +the new service is down'
answers=$(grep -E '^ *[0-9]+ answers ' "$output") || fail "no reader got an answer"
if grep -Ev ' answers  200  application/xml' <<<"$answers"; then
    fail "readers saw the lines above"
fi
# Whoever still runs holds the lock that it inherited.
flock -n "$work/lock" true || fail "something is left running"
echo "walked in $took s: $(awk '{ sum += $1 } END { print sum }' <<<"$answers") answers, each of them the feed"
