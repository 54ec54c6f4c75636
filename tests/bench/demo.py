"""Making up shoppers: how fast `percorso demo` decides, writes and stores events.

usage: demo.py PERCORSO [--events N] [--visitors N]

One run into a new store, from start to exit, the last checkpoint included. Prints one JSON object.
"""
import argparse
import json
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("percorso")
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--visitors", type=int, default=1_000_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = pathlib.Path(folder, "demo.duckdb")
        command = [args.percorso, "--db", store, "demo", "--until", "2026-11-01",
                   "--events", str(args.events), "--visitors", str(args.visitors)]
        began = time.monotonic()
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        seconds = time.monotonic() - began
        events = int(re.match(r"[\d,]+", said).group().replace(",", ""))
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(said, end="", file=sys.stderr)
        print(json.dumps({
            "events": events,
            "seconds": round(seconds, 1),
            "per_second": round(events / seconds),
            "cpu_us_per_event": round((used.ru_utime + used.ru_stime) * 1e6 / events, 1),
            "memory_mb": round(used.ru_maxrss / 1024),
            "bytes_per_event": round(store.stat().st_size / events, 1),
        }))


main()
