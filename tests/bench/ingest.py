"""Requests acknowledged after the sync, with the load generator on the same cores, beside their ceiling.

usage: ingest.py PERCORSO BARE [SECONDS]   (needs wrk, and Python's duckdb)
Prints one JSON array: for each number of connections and of events a request the rate, latencies and CPU,
the rate of a handler that throws the same bodies away, and whether every acknowledged event is in the file.
"""
import json
import os
import sys
import tempfile

import duckdb

from collector import Ceiling, Collector

RUNS = [(1, 1), (16, 1), (64, 1), (256, 1), (64, 20)]


def measure(percorso, bare, connections, events, seconds):
    ceiling = Ceiling(bare)
    most = ceiling.wrk(connections, max(2, seconds // 3), events)
    ceiling.kill()
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/bench.duckdb"
        collector = Collector(percorso, store)
        run = collector.wrk(connections, seconds, events)
        cpu, memory = collector.cpu(), collector.memory("VmHWM")
        collector.stop()
        acknowledged = run["acknowledged"] * events
        with duckdb.connect(store, read_only=True) as reader:
            stored = reader.sql("SELECT count(*) FROM events").fetchone()[0]
        # wrk drops what is under way when its time is over: stored and never counted, at most one a connection.
        assert 0 <= stored - acknowledged <= connections * events, f"{acknowledged} acknowledged, {stored} stored"
        ceiling_rate = most["requests"] * events / most["seconds"]
        rate = acknowledged / run["seconds"]
        return {
            "connections": connections,
            "events": events,
            "per_second": round(rate),
            "ceiling_per_second": round(ceiling_rate),
            "of_ceiling": round(rate / ceiling_rate, 2),
            "p50_ms": run["p50_ms"], "p99_ms": run["p99_ms"], "max_ms": run["max_ms"],
            "refused": run["refused"],
            "cpu_us_per_event": round(cpu / max(stored, 1) * 1e6),
            "memory_mb": memory,
            "stored": stored,
            "bytes_per_event": round(os.path.getsize(store) / max(stored, 1)),
        }


if __name__ == "__main__":
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    print(json.dumps([measure(sys.argv[1], sys.argv[2], *run, seconds) for run in RUNS]))
