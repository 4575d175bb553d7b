"""The whole pipeline (bills under two tariffs, profiles, features, k-means) in pandas, NumPy, scikit-learn.

Reads the meter-day table, its best layout: most of the work is then vectorised.
"""

import json
import resource
import sys
import time

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans

from duck import TARIFFS


def bill(kwh, month, name):
    fees, prices = TARIFFS[name]
    summer = np.isin(month, [7, 8])
    end1, end2 = np.where(summer, 300, 200), np.where(summer, 450, 400)
    end3 = np.where(np.isin(month, [7, 8, 12, 1, 2]), 1000, 10**6)
    energy = (np.minimum(kwh, end1) * prices[0] + np.clip(np.minimum(kwh, end2) - end1, 0, None) * prices[1]
              + np.clip(np.minimum(kwh, end3) - end2, 0, None) * prices[2] + np.clip(kwh - end3, 0, None) * prices[3]) // 10
    base = np.where(kwh <= end1, fees[0], np.where(kwh <= end2, fees[1], fees[2]))
    total = base + energy + kwh * 14
    fund = np.where(month <= 6, 32, 27)
    return (total + (total + 5) // 10 + total * fund // 10000 * 10) // 10 * 10


def main(folder, groups, out):
    wall = time.perf_counter()
    table = pd.read_parquet(f"{folder}/days.parquet")
    hours = [f"h{hour}" for hour in range(24)]
    dates = pd.to_datetime(table["day"], unit="D")
    table["month"], table["weekend"] = dates.dt.month, dates.dt.weekday >= 5
    table["total"] = table[hours].sum(axis=1)
    monthly = table.groupby(["meter", "month"])["total"].sum().reset_index()
    kwh, month = monthly["total"].to_numpy() // 1000, monthly["month"].to_numpy()
    won = int(bill(kwh, month, "low").sum() + bill(kwh, month, "high").sum())
    profile = table.groupby(["meter", "weekend"])[hours].mean().to_numpy().reshape(-1, 48)
    by_meter = table.groupby("meter")
    readings = table[hours].to_numpy().reshape(len(profile), -1)
    days = table["total"].to_numpy().reshape(len(profile), -1)
    mean = readings.mean(axis=1)
    ranks = np.quantile(readings, [0.05, 0.5, 0.95], axis=1, method="lower")
    sums = by_meter[hours].sum().to_numpy()
    all_wh = sums.sum(axis=1)
    shares = [sums[:, low:high].sum(axis=1) / all_wh for low, high in [(0, 6), (6, 10), (10, 17), (17, 22), (22, 24)]]
    week = table.groupby(["meter", "weekend"])["total"].mean().to_numpy().reshape(-1, 2)
    earlier, later = readings[:, :-24].astype(float), readings[:, 24:].astype(float)
    earlier -= earlier.mean(axis=1, keepdims=True)
    later -= later.mean(axis=1, keepdims=True)
    repeat = (earlier * later).mean(axis=1) / (earlier.std(axis=1) * later.std(axis=1))
    season = [table[table["month"].isin(months)].groupby("meter")["total"].mean().to_numpy() / 24 / mean
              for months in ([7, 8], [12, 1, 2])]
    features = np.column_stack([
        mean * 24, *ranks, readings.max(axis=1), mean / readings.max(axis=1), *shares, week[:, 1] / week[:, 0],
        profile[:, :24].argmax(axis=1), profile[:, 24:].argmax(axis=1), days.std(axis=1) / days.mean(axis=1),
        readings.std(axis=1) / mean, repeat, *season, (readings < mean[:, None] / 2).mean(axis=1)])
    shape = profile / profile.mean(axis=1, keepdims=True)
    model = KMeans(n_clusters=groups, n_init=10, max_iter=100, random_state=1).fit(shape)
    np.savetxt(out, model.labels_, fmt="%d")
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"cpu_s": used.ru_utime + used.ru_stime, "wall_s": time.perf_counter() - wall, "rss_mb": used.ru_maxrss / 1024,
                      "won": won, "inertia": model.inertia_, "feature_sums": features.sum(axis=0).tolist()}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
