"""Runs ours and the peers on the same bytes and prints the ratios: `run.py OURS TARIFFS TEST_DATA WORK [METERS]`.

OURS is the release example `meters_bench` (built with the feature `parquet`), TARIFFS the folder of the
Korean tariffs, TEST_DATA the folder of real homes, WORK an empty folder with some gigabytes, METERS the size of the city (5,000). Every job is
a process of its own; ours is measured whole (start, reading, writing), peers without start and import.
Jobs of one comparison follow each other and are repeated; the best CPU time of each counts.
"""

import json
import os
import resource
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
REPEATS = 3


def job(*words):
    """Runs a process; gives its output, CPU seconds, wall seconds and peak memory in MB."""
    wall = time.perf_counter()
    child = subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE, text=True)
    text = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{words}: exit {child.returncode}")
    return text, {"cpu_s": round(used.ru_utime + used.ru_stime, 3), "wall_s": round(time.perf_counter() - wall, 3), "rss_mb": round(used.ru_maxrss / 1024, 1)}


def best(rows):
    return min(rows, key=lambda row: row["cpu_s"])


def main(ours, tariffs, test_data, work, meters="5000"):
    meters = int(meters)
    python = sys.executable
    low, high = f"{tariffs}/kr-residential-low.toml", f"{tariffs}/kr-residential-high.toml"
    path = lambda name: f"{work}/{name}"
    script = lambda name: f"{HERE}/{name}"
    note = {}
    _, note["generate"] = job(ours, "generate", meters, 365, path("city.store"), path("truth.csv"))
    job(ours, "raw", path("city.store"), path("city.raw"))
    note["conversion"] = json.loads(job(python, script("prepare.py"), work, meters)[0])
    readings = meters * 8760
    note["bytes_per_reading"] = {name: round(os.path.getsize(path(name)) / readings, 3) for name in ["city.store", "narrow.parquet", "days.parquet"]}
    note["scan"] = {kind: best([job(ours, "scan", kind, path(name))[1] for _ in range(REPEATS)]) for kind, name in
                    [("store", "city.store"), ("narrow", "narrow.parquet"), ("days", "days.parquet")]}
    passes = {"store": [], "narrow": [], "days": []}
    duck = {layout: [] for layout in ["parquet-days", "native-days", "parquet-narrow", "native-narrow"]}
    for _ in range(REPEATS):
        for kind, name in [("store", "city.store"), ("narrow", "narrow.parquet"), ("days", "days.parquet")]:
            passes[kind].append(job(ours, "pass", kind, path(name), low, high, path(f"out.{kind}"))[1])
        for layout in duck:
            found = json.loads(job(python, script("duck.py"), work, layout, 2)[0])
            found["cpu_s"] = round(sum(found[name + "_cpu_s"] for name in ["bills", "profile", "features"]), 3)
            duck[layout].append({key: found[key] for key in found if key != "feature_sums"})
    same = len({open(path(f"out.{kind}"), "rb").read() for kind in passes}) == 1
    note["pass"] = {"ours": {kind: best(rows) for kind, rows in passes.items()}, "duckdb": {kind: best(rows) for kind, rows in duck.items()}, "our_outputs_identical": same}
    note["bills_and_profile_alone"] = {kind: best([job(ours, "brief", kind, path(name), low, high, path("out.brief"))[1] for _ in range(REPEATS)])
                                       for kind, name in [("store", "city.store"), ("days", "days.parquet")]}
    note["fallback_500_meters"] = job(ours, "pass", "unsorted", path("unsorted.parquet"), low, high, path("out.unsorted"))[1]
    _, ours_all = job(ours, "pipeline", "days", path("days.parquet"), low, high, 6, path("ours.groups"))
    text, store_all = job(ours, "pipeline", "store", path("city.store"), low, high, 6, path("ours.groups"))
    peer_text, peer_all = job(python, script("pandas_sklearn.py"), work, 6, path("peer.groups"))
    note["pipeline"] = {"ours_days": ours_all, "ours_store": store_all, "ours": json.loads(text), "pandas_process": peer_all,
                        "pandas": {key: value for key, value in json.loads(peer_text).items() if key != "feature_sums"}}
    note["archetypes"] = json.loads(job(python, script("means.py"), "rand", path("truth.csv"), path("ours.groups"), path("peer.groups"))[0])
    job(python, script("means.py"), "table", path("out.store"), path("profiles.csv"), path("curves.csv"))
    note["k_shape"] = {"ours": best([job(ours, "shape", path("curves.csv"), 6, 10, path("ours.shapes"))[1] for _ in range(REPEATS)]),
                       "tslearn": json.loads(job(python, script("shapes.py"), "run", path("curves.csv"), 6, path("peer.shapes"), 5)[0])}
    note["k_means_same_table"] = {"ours": json.loads(job(ours, "means", path("profiles.csv"), 6, 10, path("ours.means"))[0])}
    note["response"] = job(ours, "response", 2000)[0].splitlines()
    note["k_shape"]["silhouette_ours_tslearn"] = json.loads(job(python, script("shapes.py"), "score", path("curves.csv"), path("ours.shapes"), path("peer.shapes"))[0])
    job(python, script("forecasts.py"), "extract", test_data, path("homes.csv"))
    _, note["forecast_cost"] = job(ours, "forecast", path("homes.csv"), path("forecasts.csv"))
    note["forecast"] = json.loads(job(python, script("forecasts.py"), "score", path("homes.csv"), path("forecasts.csv"))[0])
    print(json.dumps(note, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
