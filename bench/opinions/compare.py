"""Ours and the peer on the same bytes, in one run: CPU seconds, memory, groups, ratios.

    compare.py OURS PEER_PYTHON WORK_FOLDER

OURS is the example `opinions` of the crate, PEER_PYTHON the interpreter of the peer's environment. Real
conversations are read from $BITGOEUL_TEST_DATA/polis; without it only made-up ones are compared. CPU time
is user plus system time of the whole process, from the kernel; the middle of five runs counts. Both have
one thread, unless a row says otherwise.
"""

import csv
import io
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

OURS, PEER, WORK = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
HERE = pathlib.Path(__file__).parent
RUNS = 5
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}


def run(command):
    """Runs a command: CPU seconds, peak memory in MB, its stdout and stderr."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(command, stdout=out, stderr=err, env={**os.environ, **ONE_THREAD})
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        texts = out.read().decode(), err.read().decode()
    if child.returncode != 0:
        raise SystemExit(f"{command} failed: {texts[1]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, *texts


def middle(command, runs=RUNS):
    """The run whose CPU time is in the middle."""
    results = sorted((run(command) for _ in range(runs)), key=lambda result: result[0])
    return results[len(results) // 2]


def analysis_alone(votes, *more):
    """CPU seconds of one analysis without reading: what 50 more of them cost in the same process."""
    repeats = 50
    base = statistics.median(run([OURS, "map", votes, *more])[0] for _ in range(RUNS))
    many = statistics.median(run([OURS, "map", votes, *more, "--repeat", str(repeats)])[0] for _ in range(3))
    return (many - base) / repeats


def our_groups(text):
    return {row["person"]: row["group"] for row in csv.DictReader(io.StringIO(text)) if row["group"]}


def rand_index(ours, theirs):
    """Adjusted Rand index over the people that both have put into a group."""
    pairs, rows, columns = {}, {}, {}
    both = [(ours[person], theirs[person]) for person in ours if person in theirs]
    for a, b in both:
        pairs[a, b] = pairs.get((a, b), 0) + 1
        rows[a] = rows.get(a, 0) + 1
        columns[b] = columns.get(b, 0) + 1
    twos = lambda counts: sum(count * (count - 1) / 2 for count in counts.values())
    expected = twos(rows) * twos(columns) / (len(both) * (len(both) - 1) / 2)
    most = (twos(rows) + twos(columns)) / 2
    return 1.0 if most == expected else (twos(pairs) - expected) / (most - expected)


def sizes(groups):
    counts = {}
    for group in groups.values():
        counts[group] = counts.get(group, 0) + 1
    return "/".join(str(count) for count in sorted(counts.values(), reverse=True))


def widest_apart(places, groups):
    """Two people on the map, farthest apart along the first axis: a start that both can be given."""
    mapped = sorted(groups, key=lambda person: (places[person][0], person))
    return f"{mapped[0]},{mapped[-1]}"


def against_peer(name, votes, runs):
    peer = middle([PEER, "-W", "ignore", str(HERE / "peer.py"), votes], runs)
    theirs = json.loads(peer[2])
    ours = middle([OURS, "map", votes])
    alone = analysis_alone(votes)
    print(f"\n{name}")
    print(f"  whole process, CPU s   ours {ours[0]:8.3f}   peer {peer[0]:8.3f}   ratio {peer[0] / ours[0]:7.1f}")
    without_import = peer[0] - theirs["import"]
    print(f"  less the peer's import ours {ours[0]:8.3f}   peer {without_import:8.3f}   ratio {without_import / ours[0]:7.1f}")
    print(f"  analysis alone         ours {alone:8.4f}   peer {theirs['run']:8.3f}   ratio {theirs['run'] / alone:7.1f}")
    print(f"  memory, MB             ours {ours[1]:8.0f}   peer {peer[1]:8.0f}")
    print(f"  groups, own starts     ours {sizes(our_groups(ours[2]))}   peer {sizes(theirs['groups'])}")
    return theirs


def equal_start(votes, theirs):
    start = widest_apart(theirs["places"], theirs["groups"])
    mine = our_groups(run([OURS, "map", votes, "--start", start])[2])
    for how in ([], ["--converge"]):
        command = [PEER, "-W", "ignore", str(HERE / "peer.py"), votes, "--start", start, *how]
        answer = json.loads(run(command)[2])
        other = answer["groups"]
        same_people = set(mine) == set(other)
        rule = "until nothing moves" if how else "its own tolerance"
        print(
            f"  equal start ({start}), peer's k-means {rule}: ours {sizes(mine)}, peer {sizes(other)}, "
            f"same people {same_people}, adjusted Rand index {rand_index(mine, other):.4f}"
        )
    typical_statements(votes, start, mine, answer)


def typical_statements(votes, start, mine, answer):
    """Ratio and both z of our typical statements against the peer's table, and both lists of five."""
    report = json.loads(run([OURS, "recount", "--everything", "--json", "--start", start, votes])[2])
    for index, group in enumerate(report["raw"]["groups"]):
        members = [person for person, found in mine.items() if found == str(index)]
        theirs = str(answer["groups"][members[0]])
        widest = 0.0
        for one in group["typical"]:
            numbers = [one[name] / 1e6 for name in ("ratio_millionths", "share_z_millionths", "difference_z_millionths")]
            table = answer["stats"][f"{theirs} {one['statement']} {one['side'][0]}"]
            widest = max([widest, *(abs(a - b) for a, b in zip(numbers, table))])
        five = [one["statement"] for one in group["typical"][:5]]
        both = len(set(five) & set(answer["typical"][theirs]))
        print(f"  group {group['name']}: ratio and z of the typical statements differ by at most {widest:.1e}; {both} of the first 5 are the peer's")


def made_up(name, people, statements, groups, votes):
    path, truth = WORK / f"{name}.csv", WORK / f"{name}.truth.csv"
    run([OURS, "make", str(path), str(truth), "7", str(people), str(statements), str(groups), str(votes)])
    with open(truth, newline="") as lines:
        return str(path), {row["person"]: row["group"] for row in csv.DictReader(lines)}


def times(text):
    return {line.split()[0]: line.split()[1] for line in text.splitlines() if len(line.split()) > 1}


def large(name, votes, truth):
    print(f"\n{name}")
    texts = []
    for threads in ("1", "2"):
        cpu, memory, out, err = middle([OURS, "map", votes, "--threads", threads], 3)
        found = times(err)
        texts.append(out)
        print(f"  {threads} thread(s): CPU {cpu:.2f} s, {memory:.0f} MB, reading {float(found['read']):.2f} s of wall clock")
    print(f"  bit-identical on 1 and 2 threads: {texts[0] == texts[1]}")
    groups = our_groups(texts[0])
    print(f"  groups {sizes(groups)}, true {sizes(truth)}, adjusted Rand index {rand_index(groups, truth):.4f}")


def live(name, votes, updates=5000):
    base = run([OURS, "live", votes, "1"])
    many = run([OURS, "live", votes, str(updates)])
    found = times(many[3])
    print(f"\n{name}: one new vote")
    each = (many[0] - base[0]) / updates
    print(
        f"  CPU {each * 1e3:.3f} ms each; wall clock ms: median {float(found['update_median']) * 1e3:.3f}, "
        f"p99 {float(found['update_p99']) * 1e3:.3f}, longest {float(found['update_max']) * 1e3:.3f}"
    )


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    data = os.environ.get("BITGOEUL_TEST_DATA")
    if data:
        for folder in sorted((pathlib.Path(data) / "polis").iterdir()):
            votes = str(folder / "votes.csv")
            equal_start(votes, against_peer(folder.name, votes, RUNS))
    else:
        print("SKIPPED: real conversations need BITGOEUL_TEST_DATA")
    votes, truth = made_up("made5k", 5_000, 1_000, 3, 296_000)
    theirs = against_peer("made up, 5,000 people x 1,000 statements, 3 true groups", votes, 1)
    ours = our_groups(run([OURS, "map", votes])[2])
    print(f"  against the truth: ours {rand_index(ours, truth):.4f}, peer {rand_index(theirs['groups'], truth):.4f}")
    live("5,000 x 1,000", votes)
    votes, truth = made_up("made100k", 100_000, 1_000, 3, 6_000_000)
    large("made up, 100,000 people x 1,000 statements, 6,000,000 votes", votes, truth)
    live("100,000 x 1,000", votes)


main()
