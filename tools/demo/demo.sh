#!/usr/bin/env bash
# A migration, walked through aloud: a wiki that nobody here wrote, a new service for one of its features, Ficus in front of
# both, and readers. Everything listens on free ports of 127.0.0.1 and ends with this script.
#
#   demo.sh [--once]      --once (or FICUS_DEMO_ONCE=1): ends after the walk instead of staying up for you to try things
#
# FICUS is the binary (default: ficus on the PATH), FICUS_DEMO_DIR the folder for the wiki, the rules and the logs.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
dir=${FICUS_DEMO_DIR:-$root/build/demo}
binary=$(command -v "${FICUS:-ficus}") || { echo "demo.sh: no ficus binary; set FICUS" >&2; exit 1; }
binary=$(realpath "$binary")
once=${FICUS_DEMO_ONCE:-}
case ${1:-} in
    "") ;;
    --once) once=1 ;;
    *) sed -n '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac

# shellcheck source=tools/demo/servers.sh
source "$here/servers.sh"

bold='' dim='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; fi

ficus() { "$binary" "$@"; }
chapter() { printf '%s== %s%s\n\n' "$bold" "$*" "$plain"; }
say() { printf '%s\n' "$@" ""; }

# Prints a command, runs that very text, and prints what it said. The demo ends where a command fails.
show() {
    printf '%s$ %s%s\n' "$bold" "$1" "$plain"
    eval "$1" 2>&1 | awk '{ print "    " $0 }' || { echo "demo.sh: this failed: $1" >&2; return 1; }
    echo
}

# As show, for a command that is meant to fail.
show_failure() {
    if show "$1" 2>/dev/null; then
        echo "demo.sh: this was to fail, and did not: $1" >&2
        return 1
    fi
    echo
}

start_modern() {
    WIKI_DATA=$("$here/legacy.sh" data "$dir") RELEASE=$1 PHP_CLI_SERVER_WORKERS=4 \
        start_server modern "$dir/modern.log" php -S "${modern_address:-127.0.0.1:0}" "$here/modern/service.php"
    DEMO_MODERN=$(php_url modern "$dir/modern.log")
    modern_address=${DEMO_MODERN#http://}
    export DEMO_MODERN
}

start_all() {
    "$here/legacy.sh" prepare "$dir"
    rm -rf "$dir/ficus-data"
    start_server wiki "$dir/wiki.log" "$here/legacy.sh" serve "$dir" 127.0.0.1:0
    DEMO_LEGACY=$(php_url wiki "$dir/wiki.log")
    start_modern 1.0
    export DEMO_LEGACY DEMO_LISTEN=127.0.0.1:0 DEMO_ADMIN=127.0.0.1:0 DEMO_DATA="$dir/ficus-data"
    export FICUS_CONFIG="$here/ficus.toml"
    start_server ficus "$dir/ficus.log" "$binary" serve
    facade=http://$(facade_address "$dir/ficus.log" listen)
    admin=http://$(facade_address "$dir/ficus.log" admin)
    {
        echo "# . this file: the commands of the running demo, in any shell"
        for name in FICUS_CONFIG DEMO_LEGACY DEMO_MODERN DEMO_LISTEN DEMO_ADMIN DEMO_DATA; do
            printf 'export %s=%q\n' "$name" "${!name}"
        done
        printf 'ficus() { %q "$@"; }\n' "$binary"
    } >"$dir/env"
}

# Comparisons are written behind the traffic: wait until each that was chosen has an outcome.
await_comparisons() {
    local report waited=0
    until
        report=$(ficus report changes --json) || return 1
        php -r '
            $coverage = json_decode($argv[1], true)["features"][0]["coverage"];
            exit($coverage["chosen"] === $coverage["compared"] + array_sum($coverage["skipped"]) ? 0 : 1);' "$report"
    do
        [ "$waited" -lt 100 ] || { echo "the comparisons did not end within 10 s" >&2; return 1; }
        sleep 0.1
        waited=$((waited + 1))
    done
}

current_revision() {
    ficus status changes --json | php -r 'echo json_decode(stream_get_contents(STDIN), true)["features"][0]["revision"];'
}

walk() {
    chapter "1. Everything goes to the legacy application"
    say "The wiki ($DEMO_LEGACY) has served this team for years. Ficus ($facade) stands in front of it," \
        "and passes everything through: pages, logins, edits, feeds."
    show "curl -s '$facade/doku.php?id=start' | grep -o '<title>.*</title>'"
    say "One feature is about to move: the RSS feed of recent changes. A new service has it in JSON, in a model of its own:"
    show "curl -s '$facade/feed.php?type=rss2&num=1' | grep -A6 '<item>'"
    show "curl -s '$DEMO_MODERN/v2/changes?num=1' | grep -o '\"changes\":.*'"
    say "tools/demo/ficus.toml says how the two models correspond, and who serves the feature:"
    show "ficus check"
    say "What it warns of is true: RSS has no way to tell a list without items from no list. Feed readers do not mind."
    show "ficus explain GET '$facade/feed.php?type=rss2' -H 'X-Reader: reader-7'"
    show "tools/demo/traffic.sh $facade 200"

    chapter "2. Shadow: the new service gets a copy of every request, and no client notices"
    show "ficus shadow changes 100%"
    show "tools/demo/traffic.sh $facade 100"
    await_comparisons
    show "ficus report changes"
    say "Not ready. Where do the answers differ, and how?"
    show "ficus diffs changes"
    say "The new service names no author for edits that nobody signed; the wiki says 'Anonymous'. Feed readers would have" \
        "noticed. Release 1.1 of the new service mends it:"
    stop_server modern
    start_modern 1.1
    show "tools/demo/traffic.sh $facade 800"
    await_comparisons
    say "The differences from before are still counted; the flawless comparisons since outweigh them:"
    show "ficus report changes --gate"
    shadow_revision=$(current_revision)

    chapter "3. Coexist: 10 %, 50 %, 100 %"
    say "A reader keeps its side, and raising the share moves nobody back."
    for share in 10% 50% 100%; do
        show "ficus flip changes $share --reason 'the report says ready'"
        show "tools/demo/traffic.sh $facade 400"
        show "ficus status changes"
    done
    say "The client still gets the wiki's RSS; it is the new service's JSON, translated:"
    show "curl -s '$facade/feed.php?type=rss2&num=1'"

    chapter "4. The new service fails"
    say "It is killed while it serves everybody. What do the readers see of it?"
    { sleep 0.15; kill -KILL -- "-${server_group[modern]}"; } &
    show "tools/demo/traffic.sh $facade 800"
    stop_server modern
    show_failure "curl -sS '$DEMO_MODERN/v2/changes'"
    say "Nothing: their reads fell back to the wiki. The facade saw it, and says so:"
    show "ficus status changes"
    show "curl -s $admin/metrics | grep fallback"

    chapter "5. Back"
    say "Until somebody knows why, back to where the comparison stood:"
    show "ficus rollback changes --to $shadow_revision --reason 'the new service is down'"
    start_modern 1.1
    show "tools/demo/traffic.sh $facade 200"
    show "ficus history changes"
}

offer() {
    chapter "All of it is still running"
    cat <<TEXT
The wiki behind Ficus   $facade/          (log in as admin, password ficus)
The feed                $facade/feed.php?type=rss2
Health and metrics      $admin/readyz  $admin/metrics
Its log                 $dir/ficus.log

In another terminal, from $root:

    . $dir/env
    ficus status
    ficus flip changes 25% --reason 'try it'
    ficus flip changes modern --when 'header:X-Beta=1'
    tools/demo/traffic.sh $facade 400
    ficus report changes
    ficus rollback changes

${dim}Ctrl-C ends everything.${plain}
TEXT
}

mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
exec 9>"$dir/lock"
flock -n 9 || { echo "demo.sh: another demo is running in $dir; end it, or set FICUS_DEMO_DIR to another folder" >&2; exit 1; }
cd "$root"  # the commands shown are written from here
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

start_all
walk
[ -z "$once" ] || exit 0
offer
wait_for_end ficus
echo "demo.sh: the facade ended; see $dir/ficus.log" >&2
exit 1
