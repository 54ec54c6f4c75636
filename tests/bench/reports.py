"""How long each report takes over a made-up shop of so many events, and how much memory.

usage: reports.py PERCORSO STORE.duckdb [--events N] [--rounds N]

The store is made by `percorso demo` where there is none of this name, and kept: it takes minutes. Each
report is asked by its command, process start included, with the default options; the figure is the median
of the rounds. Prints one object.
"""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

# What a report asks for that has no default, and what has no catalogue entry.
ASKED = {"touchpoint": ["--name", "reviews"], "members": None, "funnels": None}
FUNNEL = ["funnel", "--step", "view_item", "--step", "add_to_cart", "--step", "begin_checkout", "--step", "purchase"]
CONDITIONS = ["--breakdown", "device", "--times", "--within", "1d"]


def measure(percorso, store, words):
    """Seconds of the clock, of CPU, and megabytes at most."""
    with open(os.devnull, "w") as nothing:
        begin = time.monotonic()
        process = subprocess.Popen([percorso, "--db", store, *words, "--format", "json"], stdout=nothing)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begin
    if status != 0:
        sys.exit(f"percorso {' '.join(words)} failed")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def main():
    options = argparse.ArgumentParser()
    options.add_argument("percorso", type=pathlib.Path)
    options.add_argument("store", type=pathlib.Path)
    options.add_argument("--events", type=int, default=10_000_000)
    options.add_argument("--rounds", type=int, default=3)
    options = options.parse_args()
    if not options.store.exists():
        options.store.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([options.percorso, "--db", options.store, "demo", "--events", str(options.events),
                        "--visitors", str(options.events // 10), "--until", "2026-11-01"],
                       check=True, stdout=sys.stderr)
    page = pathlib.Path(__file__).parents[2] / "docs" / "REPORTS.md"
    names = re.findall(r"^## ([a-z-]+)$", page.read_text(), re.M)
    asked = {name: [name, *ASKED.get(name, [])] for name in names if ASKED.get(name, []) is not None}
    asked["funnel"] = FUNNEL
    asked["funnel, by device with times"] = FUNNEL + CONDITIONS
    told = {}
    for name, words in asked.items():
        runs = [measure(options.percorso, options.store, words) for _ in range(options.rounds)]
        seconds, cpu, memory = zip(*runs)
        told[name] = {"seconds": round(statistics.median(seconds), 2), "cpu_s": round(statistics.median(cpu), 2),
                      "memory_mb": max(memory)}
        print(name, told[name], file=sys.stderr, flush=True)
    events = json.loads(subprocess.run(
        [options.percorso, "--db", options.store, "sql", "--format", "json", "SELECT count(*) AS n FROM events"],
        check=True, capture_output=True, text=True).stdout)["rows"][0]
    count = events[0] if isinstance(events, list) else events["n"]
    print(json.dumps({"events": count, "reports": told}))


if __name__ == "__main__":
    main()
