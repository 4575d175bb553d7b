#!/usr/bin/env python3
"""The query engine beside DuckDB: thirty measures, the same SQL on the same Parquet files in one run.

    bench/engine/run.py [--facts 5000000] [--folder FOLDER] [--rounds 3]

Makes the facts once (the same seed gives the same), then in each round asks both from a fresh process, in turn. Both
answers must be equal, row by row. Prints wall and CPU seconds and their ratios; the median of the rounds counts.
Needs python3 with venv; the peer goes into a folder outside the clone.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "bitgoeul-bench"
AS_OF = "2026-11-21"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--facts", type=int, default=5_000_000)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", type=pathlib.Path, help="this is how the script calls itself for the peer")
    arguments = parser.parse_args()
    if arguments.peer:
        print(json.dumps(ask_peer(arguments.peer)))
        return
    folder = arguments.folder or CACHE / f"engine-{arguments.facts}"
    python, engine = peer_python(), build()
    if not (folder / "facts.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        filled = run([engine, "fill", folder, str(arguments.facts)])
        (folder / "filled.json").write_text(json.dumps(filled))
    filled = json.loads((folder / "filled.json").read_text())
    print(f"filled: {filled['facts']:,} facts, pushed in {filled['push_s']:.1f} s, {filled['bytes'] / 1e6:.0f} MB")
    rounds = []
    for _ in range(arguments.rounds):
        ours = run([engine, "ask", folder, HERE / "measures.sql", "3"])
        peer = run([python, HERE / "run.py", "--peer", folder])
        compare(ours["restarted"], peer["first"])
        rounds.append((ours, peer))
    tell(folder, rounds)


def build():
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    # Both packages, as bench/home does: other choices would compile every library again.
    command = ["cargo", "build", "--release", "-q", "-p", "bitgoeul", "-p", "bench", "--features", "bench/engine"]
    command += ["--bin", "engine"]
    subprocess.run(command, cwd=ROOT, check=True)
    return target / "release" / "engine"


def peer_python():
    venv = CACHE / "venv-engine"
    python = venv / "bin" / "python"
    wanted = (HERE / "requirements.txt").read_text()
    stamp = venv / "installed.txt"
    if not stamp.exists() or stamp.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"], check=True)
        stamp.write_text(wanted)
    return python


def run(command):
    done = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def measures():
    for part in (HERE / "measures.sql").read_text().split("-- measure: ")[1:]:
        name, sql = part.split("\n", 1)
        yield name.strip(), counted(sql.strip())


def counted(sql):
    """The same text as in bench/src/bin/engine.rs."""
    series = "series, " if " as series" in sql else ""
    return (
        f"select {series}part, count(*) as n, sum(low) as low, sum(high) as high from (\n{sql}\n) as counted "
        f"group by {series}part order by {series}part"
    )


def views(folder):
    """The files of each kind, as the engine's own list names them. Nobody was ended after the files were written."""
    kinds = {}
    for listed in json.loads((folder / "facts.json").read_text())["segments"]:
        assert not listed["ended"]
        if not listed["past"]:
            kinds.setdefault(listed["kind"], []).append(str(folder / listed["file"]))
    return kinds


def ask_peer(folder):
    import resource
    import time

    import duckdb

    def cpu():
        spent = resource.getrusage(resource.RUSAGE_SELF)
        return spent.ru_utime + spent.ru_stime

    wall, spent = time.perf_counter(), cpu()
    peer = duckdb.connect()
    peer.execute(f"set threads to {os.cpu_count()}")
    peer.execute("set preserve_insertion_order = false")
    peer.execute("set parquet_metadata_cache = true")
    for kind, files in views(folder).items():
        columns = "fact, subject, other, code, amount, place, valid_from, valid_to, level, evidence, source, seq"
        peer.execute(f"create view {kind}_v1 as select {columns} from read_parquet({files})")
    opened = {"wall_s": time.perf_counter() - wall, "cpu_s": cpu() - spent}
    passes = []
    for _ in range(3):
        each, wall, spent = [], time.perf_counter(), cpu()
        for name, sql in measures():
            one, one_cpu = time.perf_counter(), cpu()
            rows = peer.execute(sql.replace(":as_of", f"date '{AS_OF}'")).fetchall()
            each.append({"name": name, "wall_s": time.perf_counter() - one, "cpu_s": cpu() - one_cpu,
                         "rows": [[None if value is None else value for value in row] for row in rows]})
        passes.append({"wall_s": time.perf_counter() - wall, "cpu_s": cpu() - spent, "measures": each})
    return {"peer": f"duckdb {duckdb.__version__}", "open": opened, "first": passes[0], "again": passes[2]}


def compare(ours, peer):
    for a, b in zip(ours["measures"], peer["measures"], strict=True):
        rows = [[int(value) if isinstance(value, (int, float)) else value for value in row] for row in b["rows"]]
        if a["rows"] != rows:
            sys.exit(f"{a['name']}: the answers differ\nours {a['rows'][:5]}\npeer {rows[:5]}")


def tell(folder, rounds):
    def middle(of):
        return statistics.median(of(ours, peer) for ours, peer in rounds)

    ours, peer = rounds[0]
    print(f"{ours['engine']} beside {peer['peer']}, {os.cpu_count()} threads, {len(rounds)} rounds, medians; "
          f"answers equal")
    rows = [(f"{'measure':45}", "ours ms", "peer ms")]
    for at, one in enumerate(ours["restarted"]["measures"]):
        mine = middle(lambda o, _: o["restarted"]["measures"][at]["wall_s"])
        theirs = middle(lambda _, p: p["first"]["measures"][at]["wall_s"])
        rows.append((f"{one['name'][:45]:45}", f"{mine * 1e3:.0f}", f"{theirs * 1e3:.0f}"))
    for name, mine, theirs in rows:
        print(f"  {name} {mine:>8} {theirs:>8}")
    lines = [
        ("opening the files", lambda o: o["open"], lambda p: p["open"]),
        ("30 measures from the files after a restart", lambda o: o["restarted"], lambda p: p["first"]),
        ("30 measures again", lambda o: o["again"], lambda p: p["again"]),
    ]
    for name, mine, theirs in lines:
        a, b = (middle(lambda o, _, k=k: mine(o)[k]) for k in ("wall_s", "cpu_s"))
        c, d = (middle(lambda _, p, k=k: theirs(p)[k]) for k in ("wall_s", "cpu_s"))
        print(f"{name}: wall {a:.3f} s beside {c:.3f} s, ratio {a / max(c, 1e-9):.2f}; "
              f"CPU {b:.2f} s beside {d:.2f} s, ratio {b / max(d, 1e-9):.2f}")
    fresh = statistics.median(one["wall_s"] for ours, _ in rounds for one in ours["fresh"])
    spent = statistics.median(one["cpu_s"] for ours, _ in rounds for one in ours["fresh"])
    push = statistics.median(one["push_s"] for ours, _ in rounds for one in ours["fresh"])
    print(f"30 measures after 1,000 new facts, 20 corrections and 5 merges: wall {fresh:.3f} s, CPU {spent:.2f} s "
          f"(taking them {push * 1e3:.0f} ms)")
    print(f"decoded columns in memory: {ours['cache_bytes'] / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
