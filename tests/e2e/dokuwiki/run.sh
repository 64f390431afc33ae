#!/usr/bin/env bash
# The browser scenario: DokuWiki behind Ficus, used in headless Chromium while the share of its pages is flipped.
#
#   run.sh FICUS WORK_DIR [ROUNDS]     FICUS is the binary; WORK_DIR is made, and kept for the next run
set -euo pipefail

[ $# -ge 2 ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
demo=$here/../../../tools/demo
ficus=$(realpath "$1")
mkdir -p "$2"
work=$(cd "$2" && pwd)
rounds=${3:-8}

for program in node npm chromium php; do
    command -v "$program" >/dev/null || { echo "run.sh: $program is missing; tools/packages.txt lists its package" >&2; exit 1; }
done

source "$demo/servers.sh"
trap stop_all EXIT

install_browser_driver() {
    cmp -s "$here/package-lock.json" "$work/node/package-lock.json" && [ -d "$work/node/node_modules" ] && return
    rm -rf "$work/node"
    mkdir -p "$work/node"
    cp "$here"/package.json "$here"/package-lock.json "$work/node/"
    npm ci --prefix "$work/node" --no-audit --no-fund --loglevel=error
}

install_browser_driver
"$demo/legacy.sh" prepare "$work"

rm -rf "$work/data"
start_server wiki "$work/wiki.log" "$demo/legacy.sh" serve "$work" 127.0.0.1:0 -d auto_prepend_file="$here/served_by_legacy.php"
start_server wiki2 "$work/wiki2.log" "$demo/legacy.sh" serve "$work" 127.0.0.1:0 -d auto_prepend_file="$here/served_by_modern.php"
SCENARIO_LEGACY=$(php_url wiki "$work/wiki.log")
SCENARIO_MODERN=$(php_url wiki2 "$work/wiki2.log")
export SCENARIO_LEGACY SCENARIO_MODERN SCENARIO_DATA="$work/data" FICUS_CONFIG="$here/ficus.toml"
start_server ficus "$work/ficus.log" "$ficus" serve
facade=$(facade_address "$work/ficus.log" listen)

seen=$(NODE_PATH="$work/node/node_modules" node "$here/browser.js" "http://$facade" "$rounds" "$work/screenshots" \
    "$ficus" flip pages)
echo "$seen"
php -r '
    $seen = json_decode($argv[1], true);
    foreach (["legacy", "modern"] as $side) {
        if (($seen["sides"][$side] ?? 0) === 0) {
            fwrite(STDERR, "the $side side served nothing: the scenario proved nothing\n");
            exit(1);
        }
    }' "$seen"
