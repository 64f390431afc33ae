#!/usr/bin/env bash
# Readers of the wiki's feed: COUNT requests over kept-alive connections, each from one of 200 readers. Most follow one
# namespace; two in ten see the edits that nobody signed. Prints what they got, one line for each status and content type.
#
#   traffic.sh BASE_URL COUNT
set -euo pipefail

[ $# -eq 2 ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

requests() {
    awk -v base="$1" -v count="$2" 'BEGIN {
        habits = split("ns=team ns=project ns=project:fig ns=team&num=1 num=20 ns=project&num=2 ns=project&minor=1 " \
                       "ns=playground ns=team&minor=1 ns=project&num=1", habit, " ")
        for (i = 0; i < count; ++i) {
            if (i) print "next"
            printf "url = \"%s/feed.php?type=rss2&%s\"\n", base, habit[i % habits + 1]
            printf "header = \"X-Reader: reader-%d\"\n", (i * 7) % 200
            print "silent\noutput = \"/dev/null\"\nmax-time = 10"
            print "write-out = \"%{http_code} %{content_type}\\n\""
        }
    }'
}

started=$(date +%s%N)
# A status 000 is a connection that failed: it is counted with the others instead of ending the run.
answers=$(curl --parallel --parallel-max 8 --config <(requests "$1" "$2") 2>/dev/null || true)
took=$((($(date +%s%N) - started) / 1000000))

sort <<<"$answers" | uniq -c | while read -r count status type; do
    printf '%6d answers  %s  %s\n' "$count" "$status" "$type"
done
printf '%6d requests in %d.%03d s\n' "$2" $((took / 1000)) $((took % 1000))
