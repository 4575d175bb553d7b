"""Runs the peer (pabutools) over Pabulib files and records its winners and CPU seconds.

usage: peer.py OUT.json CONFIGURATION FILE.pb [FILE.pb ..]

CONFIGURATION is one of the keys of RULES below. The peer gets merged ballots, its fastest exact
number type (gmpy2) unless the configuration says float, and one thread. Reading is timed apart.
"""

import json
import sys
import time

import pabutools.fractions
from pabutools.election import (
    Additive_Borda_Sat,
    Additive_Cardinal_Sat,
    Cardinality_Sat,
    Cost_Sat,
    parse_pabulib,
)
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares, sequential_phragmen
from pabutools.tiebreaking import lexico_tie_breaking

SATISFACTION = {
    "cost": Cost_Sat,
    "cardinality": Cardinality_Sat,
    "points": Additive_Cardinal_Sat,
    "borda": Additive_Borda_Sat,
}


def equal_shares(instance, profile, satisfaction, **more):
    return method_of_equal_shares(
        instance, profile, sat_class=satisfaction, tie_breaking=lexico_tie_breaking, **more
    )


def add1(instance, profile, satisfaction):
    return equal_shares(instance, profile, satisfaction, voter_budget_increment=1)


def greedy(instance, profile, satisfaction):
    return greedy_utilitarian_welfare(
        instance, profile, sat_class=satisfaction, tie_breaking=lexico_tie_breaking
    )


def phragmen(instance, profile, _satisfaction):
    return sequential_phragmen(instance, profile, tie_breaking=lexico_tie_breaking)


# configuration -> (rule, satisfaction, number type)
RULES = {
    "plain-cost": (equal_shares, "cost", "gmpy2"),
    "plain-cost-float": (equal_shares, "cost", "float"),
    "plain-cardinality": (equal_shares, "cardinality", "gmpy2"),
    "plain-points": (equal_shares, "points", "gmpy2"),
    "plain-borda": (equal_shares, "borda", "gmpy2"),
    "add1-cost": (add1, "cost", "gmpy2"),
    "add1-cost-float": (add1, "cost", "float"),
    "greedy-cost": (greedy, "cost", "gmpy2"),
    "greedy-cardinality": (greedy, "cardinality", "gmpy2"),
    "phragmen": (phragmen, "cost", "gmpy2"),
}


def run(configuration, path):
    rule, satisfaction, numbers = RULES[configuration]
    pabutools.fractions.FRACTION = numbers
    start = time.process_time()
    instance, profile = parse_pabulib(path)
    profile = profile.as_multiprofile()
    read = time.process_time()
    winners = rule(instance, profile, SATISFACTION[satisfaction])
    done = time.process_time()
    return {
        "winners": sorted(str(project) for project in winners),
        "read_s": read - start,
        "rule_s": done - read,
    }


def main():
    out, configuration, files = sys.argv[1], sys.argv[2], sys.argv[3:]
    results = {}
    for path in files:
        results[path.rsplit("/", 1)[-1]] = run(configuration, path)
        with open(out, "w", encoding="utf-8") as sink:
            json.dump({"configuration": configuration, "files": results}, sink, indent=1)


if __name__ == "__main__":
    main()
