#!/usr/bin/env bash
# The demo's legacy application: Debian's DokuWiki, unpacked without being installed.
#
#   legacy.sh prepare DIR         downloads, unpacks and fills a wiki below DIR; does nothing when that is done
#   legacy.sh serve DIR ADDR [PHP_OPTION...]
#                                 serves it on ADDR (host:port) until ended; any number of servers may share one DIR
#   legacy.sh data DIR            prints where the wiki keeps its data
#
# DEMO_PACKAGES names another folder for the downloaded packages than DIR/packages.
#
# The application stays as Debian ships it. Its packages name each other by absolute paths (/etc/dokuwiki,
# /var/lib/dokuwiki, /usr/share/php...); these alone are rewritten to lie below DIR, so that nothing outside is touched.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# What Debian takes out of DokuWiki into packages of its own comes along.
packages=(dokuwiki libjs-jquery libjs-jquery-cookie libjs-jquery-ui libphp-simplepie php-geshi php-phpseclib php-random-compat)
relocated='/(etc/dokuwiki|var/lib/dokuwiki|usr/share/(javascript|php|php-geshi|dokuwiki))(/|["'\''])'

fail() { echo "legacy.sh: $*" >&2; exit 1; }

download() {
    local dir=$1 package
    local -a missing=()
    mkdir -p "$dir"
    exec 8>"$dir/lock"
    flock 8  # several wikis may be made at once from one folder
    for package in "${packages[@]}"; do
        compgen -G "$dir/${package}_*.deb" >/dev/null || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    # Run inside the folder: apt-get download writes to the current one. Its only complaint, about the _apt user, is noise.
    (cd "$dir" && apt-get download -qq "${missing[@]}" 2>download.log) && return
    if [ "$(id -u)" -eq 0 ]; then
        apt-get update -qq || fail "apt-get update failed; the demo needs Debian's package server once"
        (cd "$dir" && apt-get download -qq "${missing[@]}" 2>download.log) && return
    fi
    cat "$dir/download.log" >&2
    fail "cannot download ${missing[*]}; is the machine connected, and has 'apt-get update' been run?"
}

unpack() {
    local dir=$1 root=$1/legacy deb link
    rm -rf "$root"
    mkdir -p "$root"
    for deb in "$package_dir"/*.deb; do
        dpkg-deb -x "$deb" "$root"
    done
    find "$root" -type l -lname '/*' -print0 | while IFS= read -r -d '' link; do
        ln -sfn "$root$(readlink "$link")" "$link"
    done
    grep -rlE --include='*.php' "['\"]$relocated" "$root/etc" "$root/usr/share/dokuwiki" "$root/var" |
        xargs sed -Ei "s#(['\"])$relocated#\\1$root/\\2\\4#g"
}

php_settings() {
    local dir=$1
    # One session folder for every server of this wiki: whoever logged in at one is logged in at the other.
    settings=(-d session.save_path="$dir/sessions" -d date.timezone=UTC -d output_buffering=4096
        -d display_errors=0 -d log_errors=1 -d error_log="$dir/legacy-php.log"
        -d opcache.enable=1 -d opcache.enable_cli=1)
}

# A folder made by another version of these scripts, or moved since, is made anew.
fingerprint() {
    { echo "$1"; cat "$here/legacy.sh" "$here"/wiki/*; } | sha256sum
}

prepare() {
    local dir=$1
    command -v php >/dev/null || fail "php is missing; install php-cli and php-xml"
    php -r 'exit(extension_loaded("xml") ? 0 : 1);' || fail "php lacks its xml extension; install php-xml"
    [ "$(cat "$dir/legacy.ready" 2>/dev/null)" = "$(fingerprint "$dir")" ] && return
    rm -f "$dir/legacy.ready"
    mkdir -p "$dir/sessions"
    (download "$package_dir")
    unpack "$dir"
    cp "$here/wiki/local.php" "$dir/legacy/etc/dokuwiki/local.php"
    cp "$here/wiki/acl.auth.php" "$dir/legacy/var/lib/dokuwiki/acl/acl.auth.php"
    php_settings "$dir"
    php "${settings[@]}" "$here/wiki/seed.php" "$dir/legacy/usr/share/dokuwiki" ||
        fail "filling the wiki failed; see $dir/legacy-php.log"
    fingerprint "$dir" >"$dir/legacy.ready"
}

usage() { sed -n '2,/^$/p' "${BASH_SOURCE[0]}" | sed -n 's/^# \{0,1\}//p;/^set/q' >&2; exit 2; }

[ $# -ge 2 ] || usage
mkdir -p "$2"
dir=$(cd "$2" && pwd)
package_dir=${DEMO_PACKAGES:-$dir/packages}
case $1 in
    prepare) prepare "$dir" ;;
    data) echo "$dir/legacy/var/lib/dokuwiki/data" ;;
    serve)
        [ $# -ge 3 ] || usage
        php_settings "$dir"
        export PHP_CLI_SERVER_WORKERS=${PHP_CLI_SERVER_WORKERS:-4}
        exec php "${settings[@]}" "${@:4}" -S "$3" -t "$dir/legacy/usr/share/dokuwiki"
        ;;
    *) usage ;;
esac
