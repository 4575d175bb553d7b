"""Our winners and CPU seconds beside the peer's, on the same files, in one run.

usage: compare.py OURS PABULIB_FOLDER [--quick]

OURS is the release build of the example `recount` of libs/shares; PABULIB_FOLDER holds `.pb` files. Run it with
the Python of an environment made from requirements.txt. Prints one line per comparison and leaves
with status 1 if any winner differs. `--quick` leaves out the slow comparisons (Add1 except at Wieliczka).

CPU seconds are user and system time of one thread. For ours they come from outside the process: the
time of a run that counts N times more, less that of a run that does not, divided by N. Reading is
timed apart on both sides. The peer gets merged ballots.
"""

import csv
import os
import resource
import subprocess
import sys

import peer

# configuration of the peer -> (vote type, our rule and options)
ALL_FILES = {
    "plain-cost": ("approval", ["equalshares"]),
    "plain-cardinality": ("approval", ["equalshares", "--cardinality"]),
    "greedy-cost": ("approval", ["greedy"]),
    "greedy-cardinality": ("approval", ["greedy", "--cardinality"]),
    "phragmen": ("approval", ["phragmen"]),
    "add1-cost": ("approval", ["equalshares/add1-exhaustive"]),
    "plain-points": ("cumulative", ["equalshares", "--cardinality"]),
    "plain-borda": ("ordinal", ["equalshares", "--cardinality", "--ordinal", "borda-of-ballot"]),
}
# With these the peer takes minutes and more, so they run on files up to 150 kB, and not with --quick.
SLOW, SLOW_BYTES = ["add1-cost"], 150_000
WIELICZKA, LODZ, PRAGA = (
    "poland_wieliczka_2023.pb",
    "poland_lodz_2022_.pb",
    "poland_warszawa_2020_praga-poludnie.pb",
)
# configuration of the peer, file, our rule, how often we repeat, slow
TIMED = [
    ("plain-cost", WIELICZKA, ["equalshares"], 2000, False),
    ("plain-cost", PRAGA, ["equalshares"], 400, False),
    ("plain-cost", LODZ, ["equalshares"], 1000, False),
    ("add1-cost", WIELICZKA, ["equalshares/add1-exhaustive"], 200, False),
    ("add1-cost-float", LODZ, ["equalshares/add1-exhaustive"], 40, True),
    ("add1-cost", LODZ, ["equalshares/add1-exhaustive"], 40, True),
]


def ours(binary, path, arguments, *more):
    command = [binary, path, *arguments, "--ties-by-id", "--ids", *more]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return sorted(done.stdout.splitlines()), cpu


def per_repeat(binary, path, arguments, option, times):
    """Median of three differences."""
    found = []
    for _ in range(3):
        _, base = ours(binary, path, arguments)
        _, more = ours(binary, path, arguments, option, str(times))
        found.append((more - base) / times)
    return sorted(found)[1]


def vote_type(path):
    with open(path, encoding="utf-8-sig") as lines:
        for line in lines:
            if line.startswith("vote_type;"):
                return line.split(";", 1)[1].strip()
    return ""


def compare_all(binary, folder, files, quick):
    differing = 0
    for configuration, (kind, arguments) in ALL_FILES.items():
        chosen = [name for name in files if vote_type(os.path.join(folder, name)) == kind]
        if configuration in SLOW:
            chosen = [name for name in chosen if os.path.getsize(os.path.join(folder, name)) <= SLOW_BYTES]
            if quick:
                print(f"{configuration:18} left out by --quick")
                continue
        different, peer_s = [], 0.0
        for name in chosen:
            path = os.path.join(folder, name)
            theirs = peer.run(configuration, path)
            peer_s += theirs["rule_s"]
            winners, _ = ours(binary, path, arguments)
            if winners != theirs["winners"]:
                different.append(name)
        same = len(chosen) - len(different)
        print(f"{configuration:18} {kind:10} same winners {same} of {len(chosen)}  (peer {peer_s:.2f} s)", flush=True)
        for name in different:
            print(f"    differs: {name}")
        differing += len(different)
    return differing


def compare_timed(binary, folder, quick):
    differing = 0
    for configuration, name, arguments, times, slow in TIMED:
        if slow and quick:
            print(f"{configuration:18} {name}: left out by --quick")
            continue
        path = os.path.join(folder, name)
        theirs = peer.run(configuration, path)
        winners, _ = ours(binary, path, arguments)
        rule_s = per_repeat(binary, path, arguments, "--count", times)
        read_s = per_repeat(binary, path, arguments, "--read", 20)
        same = winners == theirs["winners"]
        differing += 0 if same else 1
        print(
            f"{configuration:18} {name}: rule {theirs['rule_s']:.3f} s / {1000 * rule_s:.3f} ms = "
            f"{theirs['rule_s'] / rule_s:,.0f}x, reading {theirs['read_s']:.3f} s / {1000 * read_s:.1f} ms = "
            f"{theirs['read_s'] / read_s:,.0f}x, {'same' if same else 'DIFFERENT'} winners ({len(winners)})",
            flush=True,
        )
    return differing


def compare_official(binary, folder):
    """Our official Add1 and the published result; the peer stops at another step and is shown beside it."""
    path = os.path.join(folder, WIELICZKA)
    published, columns, section = [], [], ""
    with open(path, encoding="utf-8-sig", newline="") as lines:
        for row in csv.reader(lines, delimiter=";"):
            if len(row) == 1:
                section, columns = row[0], []
            elif not columns:
                columns = row
            elif section == "PROJECTS" and row[columns.index("selected")] == "1":
                published.append(row[columns.index("project_id")])
    winners, _ = ours(binary, path, ["equalshares/add1"])
    theirs = peer.run("add1-cost", path)["winners"]
    shared = [project for project in theirs if project in published]
    print(
        f"official add1      {WIELICZKA}: ours {len(winners)}, published {len(published)}, "
        f"{'same' if winners == sorted(published) else 'DIFFERENT'}; peer {len(theirs)}, {len(shared)} of them published"
    )
    return 0 if winners == sorted(published) else 1


def main():
    binary, folder = sys.argv[1], sys.argv[2]
    files = sorted(name for name in os.listdir(folder) if name.endswith(".pb"))
    quick = "--quick" in sys.argv[3:]
    differing = compare_all(binary, folder, files, quick)
    differing += compare_official(binary, folder)
    differing += compare_timed(binary, folder, quick)
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
