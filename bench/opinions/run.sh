#!/bin/sh
# Opinion maps against red-dwarf: builds both sides, runs them on the same bytes, prints ratios.
# Usage: bench/opinions/run.sh [FOLDER FOR ENVIRONMENT AND MADE-UP FILES]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${1:-"$here/../../target/bench-opinions"}
mkdir -p "$work"
if [ ! -x "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet --require-hashes -r "$here/requirements.txt"
fi
cargo build --quiet --release -p opinions --example opinions
target=${CARGO_TARGET_DIR:-"$here/../../target"}
exec python3 "$here/compare.py" "$target/release/examples/opinions" "$work/venv/bin/python" "$work"
