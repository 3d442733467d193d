#!/usr/bin/env bash
# Writes the lock files anew from pyproject.toml: one resolution that holds for Python 3.11 and newer on
# Linux, macOS and Windows, with the hash of every file of each release and no registry address.
# Usage: scripts/lock.sh [--upgrade]     (without --upgrade, pins that still fit are kept)
# PYTHON names the interpreter that runs the resolver.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"${PYTHON:-python3}" -m venv "$tools"
[ -d "$tools/bin" ] && bin=$tools/bin || bin=$tools/Scripts
"$bin/python" -m pip install --quiet 'uv>=0.5'

compile() { # compile OUTPUT ARGUMENT...
    local output=$1
    shift
    UV_NO_CONFIG=1 "$bin/uv" pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
        --generate-hashes --no-annotate --no-header --output-file "$output" "$@"
    # Nothing that belongs to one machine or one registry may get in: pins and hashes are all there is.
    if grep -nvE '^([a-z0-9.-]+==[^ ]+( ; [^/]+)?|    --hash=sha256:[0-9a-f]{64})( \\)?$' "$output"; then
        echo "$output: the lines above are neither a pin nor a hash" >&2
        return 1
    fi
    printf '%s\n%s\n' '# Written by `make lock`: do not edit.' "$(cat "$output")" >"$output"
}

# pip itself and what builds packages come first, so that nothing is ever built with unpinned tools.
printf 'pip\nsetuptools>=77\n' >"$tools/build.in"
# Numba's last release for Intel Macs wants an older numpy; without this line everybody would get that one.
echo "numpy>=2.4; sys_platform != 'darwin' or platform_machine != 'x86_64'" >"$tools/newer.in"

compile requirements-build.lock "$@" "$tools/build.in"
compile requirements.lock "$@" -c "$tools/newer.in" -c requirements-build.lock --extra page pyproject.toml
compile requirements-test.lock "$@" -c requirements.lock -c requirements-build.lock --extra test --extra page pyproject.toml
compile requirements-cluster.lock "$@" -c requirements-test.lock -c requirements-build.lock \
    --extra test --extra page --extra cluster pyproject.toml
