"""Bills under two tariffs, 48-bin profiles and 20 features in DuckDB SQL, on one of its layouts.

The bills are those of the Korean tables for 2025 (whole months, no discounts), in integers, so that they
must agree with ours to the won. Prints CPU seconds of the queries alone, without start and import.
"""

import json
import resource
import sys
import time

import duckdb

HOURS = range(24)
# (base fees, energy prices in tenths of a won) of the two tariffs from 2023-05-16 on.
TARIFFS = {"low": ([910, 1600, 7300], [1200, 2146, 3073, 7362]), "high": ([730, 1260, 6060], [1050, 1740, 2423, 6013])}


def bills_sql(monthly):
    columns = []
    for name, (fees, prices) in TARIFFS.items():
        tier = lambda low, high: f"greatest(0, least(k, {high}) - {low})"
        energy = (f"(greatest(0, least(k, e1)) * {prices[0]} + greatest(0, least(k, e2) - e1) * {prices[1]}"
                  f" + greatest(0, least(k, e3) - e2) * {prices[2]} + greatest(0, k - e3) * {prices[3]}) // 10")
        base = f"case when k <= e1 then {fees[0]} when k <= e2 then {fees[1]} else {fees[2]} end"
        columns.append(f"({base}) + {energy} + k * 14 as s_{name}")
    # The fund is 3.2 % up to June and 2.7 % from July (in thousandths).
    total = lambda s: f"(({s}) + (({s}) + 5) // 10 + ({s}) * f // 10000 * 10) // 10 * 10"
    return f"""
        with monthly as ({monthly}),
        tiers as (select meter, m, wh // 1000 as k, case when m in (7, 8) then 300 else 200 end as e1,
                         case when m in (7, 8) then 450 else 400 end as e2,
                         case when m in (7, 8, 12, 1, 2) then 1000 else 1000000 end as e3,
                         case when m <= 6 then 32 else 27 end as f from monthly),
        sums as (select meter, m, f, {", ".join(columns)} from tiers)
        select meter, m, {total("s_low")} as low, {total("s_high")} as high from sums order by meter, m"""


def day_queries(days, narrow):
    day_sum = " + ".join(f"h{h}" for h in HOURS)
    share = lambda hours: " + ".join(f"sum(h{h})" for h in hours)
    squares = " + ".join(f"h{h}::bigint * h{h}" for h in HOURS)
    date = "date '1970-01-01' + day"
    weekend = "(day + 3) % 7 >= 5"
    peak = "greatest(" + ", ".join(f"max(h{h})" for h in HOURS) + ")"
    products = " + ".join(f"a.h{h}::bigint * b.h{h}" for h in HOURS)
    bills = bills_sql(f"select meter, month({date}) as m, sum({day_sum}) as wh from {days} group by meter, m")
    profile = (f"select meter, {weekend} as w, " + ", ".join(f"sum(h{h}) / count(*)::double as p{h}" for h in HOURS)
               + f" from {days} group by meter, w order by meter, w")
    features = f"""
        with d as (select *, {day_sum} as s, {squares} as q, {weekend} as w, month({date}) as m from {days}),
        a as (select meter, count(*) as n, sum(s) as total, sum(q)::double as squares, {peak} as peak,
                     {share(range(0, 6))} as night, {share(range(6, 10))} as morning, {share(range(10, 17))} as midday,
                     {share(range(17, 22))} as evening, {share(range(22, 24))} as late,
                     sum(s) filter (w) / count(*) filter (w) as weekend, sum(s) filter (not w) / count(*) filter (not w) as weekday,
                     {", ".join(f"sum(h{h}) filter (not w) as u{h}, sum(h{h}) filter (w) as v{h}" for h in HOURS)},
                     stddev_pop(s) as day_sd, avg(s) as day_mean,
                     sum(s) filter (m in (7, 8)) / (24 * count(*) filter (m in (7, 8))) as summer,
                     sum(s) filter (m in (12, 1, 2)) / (24 * count(*) filter (m in (12, 1, 2))) as winter
              from d group by meter),
        lagged as (select a.meter, 24 * count(*) as pairs, sum(a.s) as x, sum(b.s) as y, sum(a.q)::double as xx, sum(b.q)::double as yy,
                          sum({products})::double as xy
                   from d a join d b on a.meter = b.meter and b.day = a.day + 1 group by a.meter),
        ranks as (select meter, quantile_disc(wh, [0.05, 0.5, 0.95]) as r from {narrow} group by meter),
        low as (select meter, count(*) as low from {narrow} join a using (meter) where 2 * wh::bigint * (24 * a.n) < a.total group by meter)
        select meter, total / n::double, r[1], r[2], r[3], peak, total / (24.0 * n) / peak, night / total::double, morning / total::double,
               midday / total::double, evening / total::double, late / total::double, weekend / weekday,
               list_position([{", ".join(f"u{h}" for h in HOURS)}], greatest({", ".join(f"u{h}" for h in HOURS)})) - 1,
               list_position([{", ".join(f"v{h}" for h in HOURS)}], greatest({", ".join(f"v{h}" for h in HOURS)})) - 1,
               day_sd / day_mean, sqrt(squares / (24 * n) - (total / (24.0 * n)) ** 2) / (total / (24.0 * n)),
               (lagged.xy / lagged.pairs - (x / lagged.pairs) * (y / lagged.pairs)) /
                 (sqrt(xx / lagged.pairs - (x / lagged.pairs) ** 2) * sqrt(yy / lagged.pairs - (y / lagged.pairs) ** 2)),
               summer / (total / (24.0 * n)), winter / (total / (24.0 * n)), low / (24.0 * n)
        from a join lagged using (meter) join ranks using (meter) join low using (meter) order by meter"""
    return [bills, profile, features]


def narrow_queries(narrow):
    local = "(ts // 3600000 + 9)"
    parts = f"select meter, {local} // 24 as day, {local} % 24 as hour, ({local} // 24 + 3) % 7 >= 5 as w, wh, ts from {narrow}"
    bills = bills_sql(f"select meter, month(date '1970-01-01' + day::int) as m, sum(wh) as wh from ({parts}) group by meter, m")
    profile = f"select meter, w, hour, avg(wh) from ({parts}) group by meter, w, hour order by meter, w, hour"
    features = f"""
        with p as ({parts}),
        d as (select meter, day, w, sum(wh) as s, month(date '1970-01-01' + day::int) as m from p group by meter, day, w),
        b as (select meter, w, hour, sum(wh) as s from p group by meter, w, hour),
        hours as (select meter, arg_max(hour, s) filter (not w) as u, arg_max(hour, s) filter (w) as v, sum(s) filter (hour < 6) as night,
                         sum(s) filter (hour >= 6 and hour < 10) as morning, sum(s) filter (hour >= 10 and hour < 17) as midday,
                         sum(s) filter (hour >= 17 and hour < 22) as evening, sum(s) filter (hour >= 22) as late from b group by meter),
        days as (select meter, avg(s) as day_mean, stddev_pop(s) as day_sd, avg(s) filter (w) / avg(s) filter (not w) as weekend,
                        avg(s) filter (m in (7, 8)) / 24 as summer, avg(s) filter (m in (12, 1, 2)) / 24 as winter from d group by meter),
        a as (select meter, count(*) as n, sum(wh) as total, max(wh) as peak, stddev_pop(wh) as sd,
                     quantile_disc(wh, [0.05, 0.5, 0.95]) as r from {narrow} group by meter),
        lagged as (select meter, corr(wh, before) as repeat from
                   (select meter, wh, lag(wh, 24) over (partition by meter order by ts) as before from {narrow}) group by meter),
        low as (select meter, count(*) as low from {narrow} join a using (meter) where 2 * wh::bigint * n < total group by meter)
        select meter, day_mean, r[1], r[2], r[3], peak, total / n / peak, night / total, morning / total, midday / total, evening / total,
               late / total, weekend, u, v, day_sd / day_mean, sd / (total / n), repeat, summer / (total / n), winter / (total / n), low / n
        from a join hours using (meter) join days using (meter) join lagged using (meter) join low using (meter) order by meter"""
    return [bills, profile, features]


def main(folder, layout, threads):
    db = duckdb.connect(f"{folder}/native.duckdb", read_only=True) if layout.startswith("native") else duckdb.connect()
    db.execute(f"set threads = {threads}")
    native = layout.startswith("native")
    narrow = "narrow" if native else f"'{folder}/narrow.parquet'"
    days = "days" if native else f"'{folder}/days.parquet'"
    queries = day_queries(days, narrow) if layout.endswith("days") else narrow_queries(narrow)
    result = {}
    for name, query in zip(["bills", "profile", "features"], queries):
        used = resource.getrusage(resource.RUSAGE_SELF)
        wall = time.perf_counter()
        table = db.execute(query).fetchnumpy()
        now = resource.getrusage(resource.RUSAGE_SELF)
        result[name + "_cpu_s"] = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
        result[name + "_wall_s"] = time.perf_counter() - wall
        if name == "bills":
            result["won"] = int(table["low"].sum() + table["high"].sum())
        if name == "features":
            columns = [float(table[key].sum()) for key in list(table)[1:]]
            result["feature_sums"] = columns
    result["rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
