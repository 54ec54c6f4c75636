# Sourced by every script: where things are, how to say what is being done, how to fail.
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# Downloads and build output outlive the checkout, so that a second clean one builds in minutes.
cache=${PERCORSO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/percorso}
export PERCORSO_CACHE="$cache"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$cache/target}"
# rustup puts cargo here, and a fresh shell may not know yet.
export PATH="$cache/tools/bin:$HOME/.cargo/bin:$PATH"

duckdb_version=1.5.5

say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }

fail() {
    printf 'percorso: %s\n' "$*" >&2
    exit 1
}

# need COMMAND SENTENCE: fails with the sentence where the command is missing.
need() { command -v "$1" >/dev/null || fail "$2"; }

# quietly LABEL COMMAND...: runs it with its output in a log that is shown only where it fails.
quietly() {
    local label=$1 log
    shift
    log="$cache/log/${label//[^a-z0-9]/-}.log"
    mkdir -p "$cache/log"
    say "$label"
    # Not behind `||` or `if`: there, bash would go on after a command that fails inside a function.
    set +e
    (
        set -e
        "$@"
    ) >"$log" 2>&1
    local status=$?
    set -e
    if [ $status != 0 ]; then
        tail -n 40 "$log" >&2
        fail "$label failed; the whole output is in $log"
    fi
}

# as_root COMMAND...: directly where we are root, by sudo where it asks no password.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
