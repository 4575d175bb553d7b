#!/usr/bin/env python3
"""The first page of the made-up city under load.

    bench/home/run.py [--rate 200] [--acts 100] [--seconds 30] [--rounds 3] [--program PATH] [--data FOLDER]

Builds the program and the load generator for release, loads the pack of Mirinae into a new folder, starts the server,
reads its memory when it is idle, and asks for the first page at the rate while acts are written. Prints latencies from
the moment each request was due, and the CPU time of the server.
"""

import argparse
import json
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LOGIN, PASSWORD = "officer@mirinae.example", "미리내 담당자 1234"
IDLE_SECONDS = 5


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--acts", type=float, default=100)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--program", type=pathlib.Path)
    parser.add_argument("--data", type=pathlib.Path, help="a data folder that is loaded already; it is copied")
    arguments = parser.parse_args()
    program, load = build(arguments.program)
    told = []
    with tempfile.TemporaryDirectory(prefix="bitgoeul-home-") as folder:
        loaded = pathlib.Path(folder) / "loaded"
        if arguments.data:
            shutil.copytree(arguments.data, loaded)
        else:
            run = [program, "--data", loaded, "load", ROOT / "cities" / "mirinae"]
            subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
        for turn in range(arguments.rounds):
            data = pathlib.Path(folder) / f"round-{turn}"
            shutil.copytree(loaded, data)
            told.append(one(program, load, data, arguments))
            shutil.rmtree(data)
    tell(told, arguments)


def build(program):
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    if program is None:
        # The features of bench/engine too: other choices would compile every library again.
        command = ["cargo", "build", "--release", "-q", "-p", "bitgoeul", "-p", "bench", "--features", "bench/engine"]
        command += ["--bin", "bitgoeul", "--bin", "home"]
        subprocess.run(command, cwd=ROOT, check=True)
        program = target / "bitgoeul"
    return program, target / "home"


def one(program, load, data, arguments):
    address = f"127.0.0.1:{free_port()}"
    server = subprocess.Popen([program, "--data", data, "serve", "--listen", address], cwd=ROOT,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        server.stdout.readline()
        time.sleep(IDLE_SECONDS)
        idle, before = memory(server.pid), cpu(server.pid)
        command = [load, address, "mirinae", LOGIN, PASSWORD, str(arguments.rate), str(arguments.acts), str(arguments.seconds)]
        told = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        told |= {"idle_mb": idle, "after_mb": memory(server.pid), "cpu_s": cpu(server.pid) - before}
        return told
    finally:
        server.terminate()
        server.wait()


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def memory(pid):
    """Resident memory in MB."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1e3
    sys.exit("the server has gone")


def cpu(pid):
    """CPU seconds, user and system."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tell(told, arguments):
    def middle(of):
        return statistics.median(of(one) for one in told)

    print(f"{arguments.rate:g} pages/s and {arguments.acts:g} acts/s for {arguments.seconds:g} s, {len(told)} rounds, "
          f"medians; {os.cpu_count()} cores for server and load together")
    for kind in ["signed in", "not signed in", "all"]:
        p50, p95, p99, most = (middle(lambda one, k=k: one["pages"]["latency_ms"][kind][k])
                               for k in ("p50", "p95", "p99", "maximum"))
        print(f"  pages, {kind:14} p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  p99 {p99:6.1f} ms  maximum {most:.0f} ms")
    if arguments.acts > 0:
        p50, p95 = (middle(lambda one, k=k: one["acts"]["latency_ms"]["all"][k]) for k in ("p50", "p95"))
        print(f"  acts                  p50 {p50:6.1f} ms  p95 {p95:6.1f} ms")
    failed = [one[what]["failed"] for one in told for what in ("pages", "acts") if one[what]]
    print(f"  failed: {[one for one in failed if one] or 'none'}")
    first, second = middle(lambda one: one["first_ms"]), middle(lambda one: one["measures_first_ms"])
    print(f"  first page after the start {first:.0f} ms, first list of measures {second:.0f} ms, "
          f"page of {told[0]['page_bytes'] / 1e3:.0f} kB")
    print(f"  memory idle {middle(lambda one: one['idle_mb']):.0f} MB, after the load "
          f"{middle(lambda one: one['after_mb']):.0f} MB; CPU of the server {middle(lambda one: one['cpu_s']):.1f} s")


if __name__ == "__main__":
    main()
