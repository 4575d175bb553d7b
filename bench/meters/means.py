"""`rand TRUTH GROUPS...`: adjusted Rand index of each grouping to the archetypes.
`table OUT PROFILES CURVES`: 48-bin shapes of all meters, and the weekday curves of the first thousand."""

import csv
import json
import sys

import numpy as np


def rand(truth, *groups):
    from sklearn.metrics import adjusted_rand_score

    names = [row["archetype"] for row in csv.DictReader(open(truth))]
    print(json.dumps([round(adjusted_rand_score(names, np.loadtxt(path, dtype=int)), 4) for path in groups]))


def table(out, profiles, curves):
    rows = np.fromfile(out, dtype="<f8").reshape(-1, 24 + 48 + 20)[:, 24:72]
    shapes = rows / rows.mean(axis=1, keepdims=True)
    np.savetxt(profiles, shapes, delimiter=",", fmt="%.9g")
    np.savetxt(curves, shapes[:1000, :24], delimiter=",", fmt="%.9g")


if __name__ == "__main__":
    {"rand": rand, "table": table}[sys.argv[1]](*sys.argv[2:])
