"""Runs red-dwarf on a file of votes and says how long each part took, in CPU seconds, as JSON.

    peer.py VOTES [--start A,B] [--converge]

The peer refuses two votes of a person on a statement, so the last one is kept here first; that is part of
"read". `--start` names the people at whose places k-means starts (one per group). `--converge` lets its
k-means go on until nothing moves; by default it stops a little earlier (tolerance 1e-4).
"""

import csv
import json
import os
import resource
import sys


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def last_votes(path):
    rows = []
    with open(path, newline="") as lines:
        for row in csv.DictReader(lines):
            rows.append(
                {
                    "participant_id": int(row["voter-id"]),
                    "statement_id": int(row["comment-id"]),
                    "vote": int(row["vote"]),
                    "modified": int(row["timestamp"]),
                }
            )
    last = {}
    for row in sorted(rows, key=lambda row: row["modified"]):
        last[row["participant_id"], row["statement_id"]] = row
    return list(last.values())


def main():
    path = sys.argv[1]
    start = sys.argv[sys.argv.index("--start") + 1] if "--start" in sys.argv else None
    begin = cpu()
    # It writes to stdout when it is imported; stdout is for the answer.
    out = os.dup(1)
    os.dup2(2, 1)
    from reddwarf.implementations.polis import run_clustering
    from reddwarf.sklearn.cluster import PolisKMeans

    if "--converge" in sys.argv:
        defaults = PolisKMeans.__init__.__defaults__
        PolisKMeans.__init__.__defaults__ = tuple(0.0 if value == 1e-4 else value for value in defaults)
    imported = cpu()
    votes = last_votes(path)
    read = cpu()
    result = run_clustering(votes=votes, random_state=1)
    run = cpu()
    if start:
        people = [int(name) for name in start.split(",")]
        centres = [list(result.participants_df.loc[person, ["x", "y"]]) for person in people]
        result = run_clustering(
            votes=votes,
            random_state=1,
            init_centers=centres,
            max_group_count=len(people),
            force_group_count=len(people),
        )
    groups = result.participants_df["cluster_id"].dropna()
    stats = {}
    for (group, statement), row in result.group_comment_stats.iterrows():
        for side in ("a", "d"):
            values = [float(row[name]) for name in (f"r{side}", f"p{side}t", f"r{side}t")]
            stats[f"{group} {statement} {side}"] = values
    answer = {
        "typical": {str(group): [str(one["tid"]) for one in list_] for group, list_ in result.repness.items()},
        "stats": stats,
        "import": imported - begin,
        "read": read - imported,
        "run": run - read,
        "groups": {str(person): int(group) for person, group in groups.items()},
        "places": {str(person): list(map(float, place)) for person, place in result.participant_projections.items()},
    }
    os.write(out, json.dumps(answer).encode())


main()
