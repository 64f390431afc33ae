# shellcheck shell=bash
# Shared by tools/run and tools/test: the packages, what comes from npm, and the build folder. Sourced, never run; it needs `set -euo pipefail`.
# All that it prints goes to stderr, so that `tools/run status --json` prints JSON and nothing else.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# packages_of SECTION...: the names that those sections of packages.txt list.
packages_of() {
    local line section='' wanted=" $* "
    while read -r line || [[ $line ]]; do
        line=${line%%#*}
        line=${line//[[:space:]]/}
        if [[ $line == \[*\] ]]; then
            section=${line:1:-1}
        elif [[ $line && $wanted == *" $section "* ]]; then
            printf '%s\n' "$line"
        fi
    done <"$top/tools/packages.txt"
}

# as_root COMMAND...: runs it as it is, or by sudo.
as_root() {
    if ((EUID == 0)); then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "needs root for: $* - run it as root, or install sudo"
    fi
}

# install_packages SECTION...: what is missing of them; asks dpkg once and apt only when something is.
install_packages() {
    local wanted installed missing=() name
    command -v dpkg-query >/dev/null || die "needs Debian 12 for its packages; elsewhere install what tools/packages.txt lists and use cmake"
    mapfile -t wanted < <(packages_of "$@")
    # dpkg-query fails when it does not know one of them; what it does know it prints all the same.
    # shellcheck disable=SC2016 # the ${...} are dpkg-query's own
    installed=$'\n'$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || true)$'\n'
    for name in "${wanted[@]}"; do
        [[ $installed == *$'\n'"$name installed"$'\n'* ]] || missing+=("$name")
    done
    ((${#missing[@]})) || return 0
    printf 'installing %s\n' "${missing[*]}" >&2
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
    as_root "${apt[@]}" update </dev/null >&2 || die "apt-get update failed: see above, then try again"
    as_root "${apt[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null >&2 ||
        die "apt-get could not install ${missing[*]}: see above, then try again"
}

# install_web: what tools/web names, below build/web/node_modules. npm is asked only when its lock is another than the one installed.
install_web() {
    local from=$top/tools/web folder=$top/build/web
    ! cmp -s "$from/package-lock.json" "$folder/installed.json" || return 0
    command -v npm >/dev/null || install_packages web
    mkdir -p "$folder"
    cp "$from/package.json" "$from/package-lock.json" "$folder"
    printf 'installing what tools/web/package.json names\n' >&2
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >&2) ||
        die "npm could not install what tools/web/package.json names: see above; it needs the registry that \`npm config get registry\` names, once"
    cp "$from/package-lock.json" "$folder/installed.json"
}

# install_promtool: Prometheus' checker of metrics below build/promtool, out of a package whose service nobody here wants.
install_promtool() {
    local folder=$top/build/promtool
    [[ ! -x $folder/promtool ]] || return 0
    mkdir -p "$folder"
    printf 'unpacking promtool\n' >&2
    if ! (cd "$folder" && apt-get download -qq prometheus >&2); then
        as_root apt-get -qq update </dev/null >&2
        (cd "$folder" && apt-get download -qq prometheus >&2) || die "apt-get could not download prometheus: see above, then try again"
    fi
    dpkg-deb --fsys-tarfile "$folder"/prometheus_*.deb | tar -x -C "$folder" --strip-components=3 ./usr/bin/promtool
    rm "$folder"/prometheus_*.deb
}

# configure FOLDER CMAKE_ARGS...
configure() {
    local folder=$1
    shift
    cmake -S "$top" -B "$folder" -G Ninja "$@" >&2
}
