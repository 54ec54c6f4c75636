"""What ten million stored events do to the collector: start, memory, rate, retries, backup, disk.

usage: large.py PERCORSO [ROWS]   (needs wrk, and Python's duckdb)
Prints one JSON object. The rate on the large file is measured beside that on an empty one, turn by turn.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import duckdb

from collector import Collector, batch, post

FILL = pathlib.Path(__file__).with_name("large.sql")
CONNECTIONS, SECONDS, TURNS = 64, 6, 3
# Many more than the collector knows by their ids.
NEWER = 300_000


def count(store):
    with duckdb.connect(store, read_only=True) as reader:
        return reader.sql("SELECT count(*) FROM events").fetchone()[0]


def rate(percorso, store):
    collector = Collector(percorso, store)
    run = collector.wrk(CONNECTIONS, SECONDS)
    collector.stop()
    return run["acknowledged"] / run["seconds"]


def replay(collector):
    """Milliseconds of sending 1,000 stored events again, as the two batches a tracker makes of them: while
    their ids are remembered, and when newer events have pushed them out of memory."""
    page = os.urandom(8).hex()
    batches = [batch(page, seq, 500) for seq in (0, 500)]
    with collector.connect() as connection:
        send(connection, batches)
        latest = statistics.median(send(connection, batches) for _ in range(30))
        newer = os.urandom(8).hex()
        for seq in range(0, NEWER, 500):
            send(connection, [batch(newer, seq, 500)])
        old = statistics.median(send(connection, batches) for _ in range(30))
    return round(latest * 1000, 1), round(old * 1000, 1)


def send(connection, batches):
    """Seconds until all are acknowledged."""
    begun = time.perf_counter()
    for body in batches:
        assert post(connection, body)[0] == 202
    return time.perf_counter() - begun


def backup(percorso, collector, folder):
    """Seconds of a backup while events arrive, and what arrived meanwhile."""
    load = subprocess.Popen(["wrk", "-t1", "-c8", "-d60s", "-s", str(FILL.with_name("ingest.lua")), collector.url],
                            stdout=subprocess.DEVNULL)
    time.sleep(2)
    copy = f"{folder}/copy.duckdb"
    begun = time.perf_counter()
    subprocess.run([percorso, "--db", str(collector.store), "backup", copy], check=True, stdout=subprocess.DEVNULL)
    took = time.perf_counter() - begun
    load.terminate()
    load.wait()
    return round(took, 1), copy


def main(percorso, rows):
    with tempfile.TemporaryDirectory() as folder:
        empty, large = f"{folder}/empty.duckdb", f"{folder}/large.duckdb"
        for store in (empty, large):
            made = Collector(percorso, store)
            time.sleep(2)
            idle = made.memory()
            made.stop()
        with duckdb.connect(large) as writer:
            writer.execute("SET VARIABLE rows = ?", [rows])
            writer.execute(FILL.read_text())
            writer.execute("CHECKPOINT")
        size = os.path.getsize(large)
        begun = time.perf_counter()
        collector = Collector(percorso, large)
        start = time.perf_counter() - begun
        replayed, replayed_old = replay(collector)
        took_backup, copy = backup(percorso, collector, folder)
        memory = collector.memory("VmHWM")
        collector.stop()
        stored, copied = count(large), count(copy)
        assert rows + 1000 + NEWER <= copied <= stored, f"{copied} copied of {stored}"
        rates = [(rate(percorso, empty), rate(percorso, large)) for _ in range(TURNS)]
        with duckdb.connect(large, read_only=True) as reader:
            doubled = reader.sql("SELECT count(*) - count(DISTINCT event_id) FROM events").fetchone()[0]
        assert doubled == 0, f"{doubled} events are stored twice"
        print(json.dumps({
            "rows": rows,
            "start_s": round(start, 1),
            "idle_memory_mb": idle,
            "loaded_memory_mb": memory,
            "bytes_per_event": round(size / rows),
            "replay_ms": replayed,
            "replay_old_ms": replayed_old,
            "backup_s": took_backup,
            "empty_per_second": round(statistics.median(empty for empty, _ in rates)),
            "large_per_second": round(statistics.median(large for _, large in rates)),
            "of_empty": round(statistics.median(large / empty for empty, large in rates), 2),
        }))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000_000)
