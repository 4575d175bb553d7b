"""The peer's side: chances by sortition-algorithms, one JSON line with CPU seconds.

peer.py QUOTAS PEOPLE SEATS maximin|leximin GAP ID-COLUMN [ADDRESS-COLUMN ...]

GAP 0 keeps the peer's own stopping gap (0.0005); a smaller one makes it go on to its optimum.
"""

import csv
import json
import sys
import time

from sortition_algorithms import Settings
from sortition_algorithms import committee_generation as generation
from sortition_algorithms.committee_generation import leximin, maximin
from sortition_algorithms.features import read_in_features
from sortition_algorithms.people import read_in_people


def main() -> None:
    quotas, people, seats, rule, gap, id_column, *address = sys.argv[1:]
    if float(gap) > 0:
        maximin.EPS = leximin.EPS = float(gap)
    settings = Settings(
        id_column=id_column,
        columns_to_keep=[],
        check_same_address=bool(address),
        check_same_address_columns=address,
    )
    with open(quotas, encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        features = read_in_features(rows.fieldnames, list(rows))[0]
    with open(people, encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        pool = read_in_people(rows.fieldnames, list(rows), features, settings)[0]
    find = {"maximin": generation.find_distribution_maximin, "leximin": generation.find_distribution_leximin}[rule]
    start = time.process_time()
    panels, weights, _ = find(features, pool, int(seats), address)
    seconds = time.process_time() - start
    chances: dict[str, float] = {}
    for panel, weight in zip(panels, weights):
        for person in panel:
            chances[person] = chances.get(person, 0.0) + weight
    print(json.dumps({"seconds": seconds, "panels": len(panels), "least": min(chances.values()), "chances": chances}))


if __name__ == "__main__":
    main()
