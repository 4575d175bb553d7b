"""Writes the made-up city as Parquet in two layouts, and reports what the conversion costs.

narrow.parquet: (meter i32, ts i64 ms, wh i32), a row for each reading, row groups of 125 meters.
days.parquet:   (meter i32, day i32, h0..h23 i32), a row for each meter and day.
Both zstd, dictionary for keys, delta packing for readings. native.duckdb: DuckDB's own tables of both.
"""

import datetime as dt
import json
import resource
import sys

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

HOURS, DAYS, BATCH = 8760, 365, 125


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main(folder, meters):
    raw = np.memmap(f"{folder}/city.raw", dtype="<i4", mode="r").reshape(meters, HOURS)
    seoul = dt.timezone(dt.timedelta(hours=9))
    start = int(dt.datetime(2025, 1, 1, tzinfo=seoul).timestamp()) * 1000
    first_day = (dt.date(2025, 1, 1) - dt.date(1970, 1, 1)).days
    costs = {}
    begun = cpu()
    schema = pa.schema([pa.field("meter", pa.int32(), False), pa.field("ts", pa.int64(), False), pa.field("wh", pa.int32(), False)])
    times = start + 3_600_000 * np.arange(HOURS, dtype=np.int64)
    with pq.ParquetWriter(f"{folder}/narrow.parquet", schema, compression="zstd", use_dictionary=["meter", "ts"],
                          column_encoding={"wh": "DELTA_BINARY_PACKED"}) as out:
        for at in range(0, meters, BATCH):
            n = min(BATCH, meters - at)
            ids = np.repeat(np.arange(at, at + n, dtype=np.int32), HOURS)
            out.write_table(pa.table([ids, np.tile(times, n), raw[at:at + n].ravel()], schema=schema), row_group_size=BATCH * HOURS)
    costs["narrow_cpu_s"], begun = cpu() - begun, cpu()
    hours = [f"h{hour}" for hour in range(24)]
    schema = pa.schema([pa.field(name, pa.int32(), False) for name in ["meter", "day", *hours]])
    with pq.ParquetWriter(f"{folder}/days.parquet", schema, compression="zstd", use_dictionary=["meter", "day"],
                          column_encoding={hour: "DELTA_BINARY_PACKED" for hour in hours}) as out:
        for at in range(0, meters, BATCH):
            n = min(BATCH, meters - at)
            table = np.asarray(raw[at:at + n]).reshape(n * DAYS, 24)
            ids = np.repeat(np.arange(at, at + n, dtype=np.int32), DAYS)
            days = np.tile(np.arange(first_day, first_day + DAYS, dtype=np.int32), n)
            columns = [np.ascontiguousarray(table[:, hour]) for hour in range(24)]
            out.write_table(pa.table([ids, days, *columns], schema=schema), row_group_size=BATCH * DAYS)
    costs["days_cpu_s"], begun = cpu() - begun, cpu()
    with duckdb.connect(f"{folder}/native.duckdb") as db:
        db.execute(f"create or replace table narrow as from '{folder}/narrow.parquet'")
        db.execute(f"create or replace table days as from '{folder}/days.parquet'")
    costs["native_cpu_s"] = cpu() - begun
    # The fallback: one reading in 997 missing, rows of each block of 125 meters shuffled.
    random = np.random.default_rng(1)
    schema = pa.schema([pa.field("meter", pa.int32(), False), pa.field("ts", pa.int64(), False), pa.field("wh", pa.int32(), False)])
    few = min(meters, 500)
    with pq.ParquetWriter(f"{folder}/unsorted.parquet", schema, compression="zstd") as out:
        for at in range(0, few, BATCH):
            n = min(BATCH, few - at)
            order = random.permutation(n * HOURS)
            order = order[random.random(n * HOURS) > 1 / 997]
            ids = np.repeat(np.arange(at, at + n, dtype=np.int32), HOURS)[order]
            out.write_table(pa.table([ids, np.tile(times, n)[order], raw[at:at + n].ravel()[order]], schema=schema))
    print(json.dumps(costs))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
