"""k-shape: tslearn on a table of curves, and the silhouette of two groupings under one distance.

`run CSV GROUPS OUT` clusters with tslearn; `score CSV A B` prints both mean silhouettes under the
shape-based distance of the k-shape paper, computed here by NumPy for both.
"""

import json
import resource
import sys
import time

import numpy as np


def normal(table):
    return (table - table.mean(axis=1, keepdims=True)) / table.std(axis=1, keepdims=True)


def distances(curves):
    n, width = curves.shape
    size = 1 << (2 * width - 1).bit_length()
    spectra = np.fft.rfft(curves, size)
    result = np.empty((n, n))
    for row in range(n):
        best = np.fft.irfft(spectra[row] * np.conj(spectra), size).max(axis=1)
        result[row] = 1 - best / width
    return np.clip((result + result.T) / 2 - np.diag(np.diag(result)), 0, None)


def main(job, csv, *rest):
    table = np.loadtxt(csv, delimiter=",")
    if job == "run":
        from tslearn.clustering import KShape

        curves = normal(table)[:, :, None]
        KShape(n_clusters=2, max_iter=1, random_state=0).fit(curves[:20])  # compile outside the measurement
        begun, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
        model = KShape(n_clusters=int(rest[0]), max_iter=50, n_init=int(rest[2]), random_state=1).fit(curves)
        now = resource.getrusage(resource.RUSAGE_SELF)
        np.savetxt(rest[1], model.labels_, fmt="%d")
        print(json.dumps({"cpu_s": now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime,
                          "wall_s": time.perf_counter() - begun, "rounds": int(model.n_iter_)}))
    else:
        from sklearn.metrics import silhouette_score

        apart = distances(normal(table))
        np.fill_diagonal(apart, 0)
        print(json.dumps([silhouette_score(apart, np.loadtxt(groups, dtype=int), metric="precomputed") for groups in rest]))


if __name__ == "__main__":
    main(*sys.argv[1:])
