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
rounds=${3:-6}

for program in chromium chromedriver php; do
    command -v "$program" >/dev/null || { echo "run.sh: $program is missing; tools/packages.txt lists its package" >&2; exit 1; }
done

# shellcheck source=tools/demo/servers.sh
source "$demo/servers.sh"
trap stop_all EXIT

"$demo/legacy.sh" prepare "$work"

rm -rf "$work/data"
start_server wiki "$work/wiki.log" "$demo/legacy.sh" serve "$work" 127.0.0.1:0 -d auto_prepend_file="$here/served_by_legacy.php"
start_server wiki2 "$work/wiki2.log" "$demo/legacy.sh" serve "$work" 127.0.0.1:0 -d auto_prepend_file="$here/served_by_modern.php"
SCENARIO_LEGACY=$(php_url wiki "$work/wiki.log")
SCENARIO_MODERN=$(php_url wiki2 "$work/wiki2.log")
export SCENARIO_LEGACY SCENARIO_MODERN SCENARIO_DATA="$work/data" FICUS_CONFIG="$here/ficus.toml"
start_server ficus "$work/ficus.log" "$ficus" serve
facade=$(facade_address "$work/ficus.log" listen)

# Debian's own Python: its selenium package is not seen by another one that stands before it on the PATH.
/usr/bin/python3 "$here/browser.py" "http://$facade" "$rounds" "$work/screenshots" "$ficus" flip pages
