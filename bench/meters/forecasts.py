"""This month's energy on real homes: ours against the seasonal naive and statsmodels' ETS.

Homes: three in London (half hours, 14 months), seventeen in California (hours, a year), from the folder
named by BITGOEUL_TEST_DATA. Origins: days 5, 10, 15, 20 and 25 of each calendar month with at least 28
days before. Scores: pinball loss of the 10, 50 and 90 per cent quantiles of the rest of the month, as a
share of the mean truth, and how often the truth lies inside; the same in won, as if each home paid the
Korean low-voltage tariff of 2025 for its month.
`extract FOLDER OUT` writes daily sums; `score DAYS OURS` computes the peers and prints all.
"""

import datetime as dt
import json
import resource
import sys
import warnings

import numpy as np
import pandas as pd

from pandas_sklearn import bill

QUANTILES = [0.1, 0.5, 0.9]


def extract(folder, out):
    lines = []
    london = pd.read_parquet(f"{folder}/lcl_london/lcl3_halfhourly.parquet")
    for home, rows in london.groupby("lclid"):
        daily = (rows.set_index("ts")["kwh_hh"] * 1000).resample("D").sum()
        lines.append((home, daily.index[0].date(), daily.round().astype(int).tolist()))
    california = pd.read_parquet(f"{folder}/citylearn2022/homes17_hourly.parquet")
    for home, rows in california.groupby("building"):
        # The first row is the last hour of July: days begin at the second.
        wh = rows.sort_values("step")["load_kwh"].to_numpy()[1:] * 1000
        daily = wh[: len(wh) // 24 * 24].reshape(-1, 24).sum(axis=1).round().astype(int)
        lines.append((f"ca{home}", dt.date(2016, 8, 1), daily.tolist()))
    epoch = dt.date(1970, 1, 1)
    with open(out, "w") as file:
        for home, first, days in lines:
            file.write(f"{home},{(first - epoch).days},{';'.join(map(str, days))}\n")


def naive(history, ahead):
    """The last week again and again; its interval from the errors of the same rule in the past."""
    rule = lambda days: np.resize(days[-7:], ahead).sum()
    middle = rule(history)
    errors = [history[cut:cut + ahead].sum() - rule(history[:cut]) for cut in range(7, len(history) - ahead + 1)]
    if len(errors) < 8:
        spread = history[-28:].std() * np.sqrt(ahead) * 1.2816
        return middle - spread, middle, middle + spread
    low, high = np.quantile(errors, [0.1, 0.9])
    return middle + min(low, 0), middle, middle + max(high, 0)


def ets(history, ahead):
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    series = pd.Series(history.astype(float))
    model = ETSModel(series, error="add", trend=None, seasonal="add" if len(history) >= 21 else None, seasonal_periods=7)
    fit = model.fit(disp=False, maxiter=200)
    paths = fit.simulate(ahead, anchor="end", repetitions=300, rng=np.random.default_rng(1)).to_numpy().reshape(ahead, -1)
    return tuple(np.quantile(paths.sum(axis=0), QUANTILES))


def score(days_path, ours_path):
    homes, starts = {}, {}
    for line in open(days_path):
        home, first, days = line.strip().split(",")
        starts[home] = int(first)
        homes[home] = np.array([int(day) for day in days.split(";")], float)
    results = {name: [] for name in ["ours", "naive", "ets"]}
    so_far, months = [], []
    peers_cpu = {"naive": 0.0, "ets": 0.0}
    for line in open(ours_path):
        home, cut, ahead, low, middle, high = line.strip().split(",")
        cut, ahead = int(cut), int(ahead)
        history, truth = homes[home][:cut], homes[home][cut:cut + ahead].sum()
        day = dt.date(1970, 1, 1) + dt.timedelta(days=starts[home] + cut)
        so_far.append(history[len(history) - (day.day - 1):].sum())
        months.append(day.month)
        history = history[-182:]
        results["ours"].append((truth, float(low), float(middle), float(high), home, ahead))
        for name, rule in [("naive", naive), ("ets", ets)]:
            used = resource.getrusage(resource.RUSAGE_SELF)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                results[name].append((truth, *rule(history, ahead), home, ahead))
            now = resource.getrusage(resource.RUSAGE_SELF)
            peers_cpu[name] += now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    report = {"forecasts": len(results["ours"]), "peers_cpu_s": peers_cpu}
    for name, rows in results.items():
        truth = np.array([row[0] for row in rows])
        loss = 0.0
        for at, q in enumerate(QUANTILES):
            error = truth - np.array([row[1 + at] for row in rows])
            loss += np.maximum(q * error, (q - 1) * error).mean() / len(QUANTILES)
        inside = np.mean([row[1] <= row[0] <= row[3] for row in rows])
        width = np.mean([(row[3] - row[1]) for row in rows]) / truth.mean()
        report[name] = {"pinball": loss / truth.mean(), "inside": inside, "width": width}
        won = lambda rest: bill(((np.array(so_far) + np.maximum(rest, 0)) // 1000).astype(int), np.array(months), "low")
        due, loss = won(truth), 0.0
        for at, q in enumerate(QUANTILES):
            error = due - won(np.array([row[1 + at] for row in rows]))
            loss += np.maximum(q * error, (q - 1) * error).mean() / len(QUANTILES)
        report[name]["pinball_won"] = loss
        bounds = [won(np.array([row[at] for row in rows])) for at in (1, 3)]
        report[name]["inside_won"] = float(np.mean((bounds[0] <= due) & (due <= bounds[1])))
        report[name]["inside_london"] = np.mean([row[1] <= row[0] <= row[3] for row in rows if row[4].startswith("MAC")])
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    {"extract": extract, "score": score}[sys.argv[1]](*sys.argv[2:])
