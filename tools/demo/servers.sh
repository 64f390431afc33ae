# shellcheck shell=bash
# Sourced by the demo and by the scenario in tests/e2e/dokuwiki: servers on free ports of 127.0.0.1, each a process group of
# its own (the workers of php -S outlive their parent otherwise), and all of them ended by stop_all.

declare -A server_group=()

# start_server NAME LOG COMMAND...
start_server() {
    local name=$1 log=$2
    shift 2
    : >"$log"
    setsid "$@" >>"$log" 2>&1 </dev/null &
    server_group[$name]=$!
    disown  # else bash has a word to say on each that is killed
}

# stop_server NAME [SIGNAL]: returns when no process of it is left.
stop_server() {
    local name=$1 signal=${2:-TERM}
    local group=${server_group[$name]:-} waited=0
    [ -n "$group" ] || return 0
    unset "server_group[$name]"
    kill -s "$signal" -- "-$group" 2>/dev/null || true
    while kill -0 -- "-$group" 2>/dev/null; do
        sleep 0.05
        waited=$((waited + 1))
        [ "$waited" -ne 200 ] || kill -KILL -- "-$group" 2>/dev/null || true
    done
}

stop_all() {
    local name
    for name in "${!server_group[@]}"; do stop_server "$name"; done
}

# wait_for_line NAME LOG PATTERN: prints the first line of LOG that matches; fails when NAME ends or 10 s pass without one.
wait_for_line() {
    local name=$1 log=$2 pattern=$3 waited=0
    until grep -m1 -E "$pattern" "$log"; do
        if ! kill -0 "${server_group[$name]}" 2>/dev/null || [ "$waited" -eq 200 ]; then
            echo "$name did not start; the end of $log:" >&2
            tail -n 20 "$log" >&2
            return 1
        fi
        sleep 0.05
        waited=$((waited + 1))
    done
}

# wait_for_end NAME: returns when its process has ended; a trapped signal cuts it short.
wait_for_end() {
    tail --pid="${server_group[$1]}" -f /dev/null 9>&- &
    wait $!
}

# php_url NAME LOG: where a server started as php -S 127.0.0.1:0 listens.
php_url() {
    local line
    line=$(wait_for_line "$1" "$2" 'Development Server .* started') || return 1
    sed -E 's/.*\((http:[^)]*)\).*/\1/' <<<"$line"
}

# facade_address LOG listen|admin: where the facade started as the server "ficus" listens, as HOST:PORT.
facade_address() {
    local line
    line=$(wait_for_line ficus "$1" '"event": *"listening"') || return 1
    php -r '$a = json_decode($argv[1], true)[$argv[2]]; echo is_array($a) ? $a[0] : $a, "\n";' "$line" "$2"
}
