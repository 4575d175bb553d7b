"""Ours and the peer on the same files in one run: CPU seconds, ratio, difference of the smallest chance.

    cargo build --release -p panels --examples
    python3 -m venv VENV && VENV/bin/pip install -r bench/panels/requirements.txt
    VENV/bin/python bench/panels/run.py --target TARGET-DIR [--files QUOTAS PEOPLE SEATS ID [ADDRESS ...]]
                                        [--limit SECONDS] [--leximin-peer] [--sizes 150x22 ...]

Pools are made by the `pool` example (synthetic, seeded) unless --files names real ones. Ours is
the median of five whole processes, reading included; the peer is timed without start and reading. The peer runs once, with its own stopping gap and again with 1e-9
for the comparison of the smallest chance. A peer that passes --limit (CPU seconds) is printed as such.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def ours(binary: Path, case: list[str], rule: str) -> tuple[float, dict]:
    quotas, people, seats, *columns = case
    times, line = [], {}
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        text = subprocess.run(
            [binary, quotas, people, seats, rule, "bench", "time", *columns], check=True, capture_output=True, text=True
        ).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
        line = json.loads(text)
    return statistics.median(times), line


def peer(case: list[str], rule: str, gap: str, limit: int) -> dict | None:
    quotas, people, seats, *columns = case

    def stop_after() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))

    done = subprocess.run(
        [sys.executable, HERE / "peer.py", quotas, people, seats, rule, gap, *columns],
        capture_output=True, text=True, preexec_fn=stop_after,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if lines:
        return json.loads(lines[-1])
    if done.returncode > 0:
        raise SystemExit(f"peer failed: {done.stderr.strip().splitlines()[-1:]}")
    return None  # stopped at the limit


def compare(binary: Path, name: str, case: list[str], rule: str, limit: int, with_peer: bool) -> None:
    seconds, line = ours(binary, case, rule)
    print(f"{name} {rule}: ours {seconds:.3f} s CPU, least {line['least']:.9f}, proven bound {line['bound']:.9f}, "
          f"{line['classes']} classes, {line['panels']} panels", flush=True)
    if not with_peer:
        return
    for gap in ["0", "1e-9"] if rule == "maximin" else ["0"]:
        found = peer(case, rule, gap, limit)
        if found is None:
            print(f"      peer (gap {gap}): not finished after {limit} s CPU, ratio > {limit / seconds:.0f}", flush=True)
            return
        print(f"      peer (gap {gap}): {found['seconds']:.2f} s CPU, ratio {found['seconds'] / seconds:.0f}, "
              f"least {found['least']:.9f}, difference {line['least'] - found['least']:+.1e}", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--target", default=os.environ.get("CARGO_TARGET_DIR", "target"))
    arguments.add_argument("--files", nargs="+", default=None)
    arguments.add_argument("--sizes", nargs="*", default=["150x22", "300x45", "500x75", "2000x200"])
    arguments.add_argument("--limit", type=int, default=60)
    arguments.add_argument("--leximin-peer", action="store_true")
    options = arguments.parse_args()
    binary = Path(options.target) / "release/examples/panel"
    cases = [("given files", options.files)] if options.files else []
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes if not options.files else []:
            people, seats = size.split("x")
            quotas, pool = f"{folder}/quotas-{size}.csv", f"{folder}/people-{size}.csv"
            subprocess.run([binary.with_name("pool"), people, seats, "bench", quotas, pool], check=True)
            cases.append((size, [quotas, pool, seats, "id", "address"]))
        for name, case in cases:
            for rule in ["maximin", "leximin"]:
                compare(binary, name, case, rule, options.limit, rule == "maximin" or options.leximin_peer)


if __name__ == "__main__":
    main()
