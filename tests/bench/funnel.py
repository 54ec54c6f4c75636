"""A four-step funnel over ten million events: `percorso funnel` beside ClickHouse's windowFunnel (chdb).

usage: funnel.py PERCORSO [--rounds N] [--events N]   (needs Python's duckdb and chdb)

Both get the same events, made once into the cache folder: for Percorso a store and a Parquet file, for
ClickHouse a MergeTree ordered by user and time and the same Parquet file. Rounds take turns, so that both
have the same neighbours on the machine. CPU is user and system time: of Percorso the whole process, from
start to exit; of ClickHouse the query alone, in a process that has the table open. Counts must be equal.
Prints one JSON object with the medians.
"""
import argparse
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import time

import duckdb
from chdb import session

STEPS = ["product_view", "add_to_cart", "begin_checkout", "purchase"]
DAY = 86_400_000_000

# 30 days of about 800,000 visitors, some very busy: hashes for dice, so that every machine makes the same.
EVENTS = """
CREATE TEMP MACRO die(p_row, p_salt) AS hash(p_row * 4 + p_salt)::DOUBLE / 18446744073709551616.0;
COPY (
    SELECT
        hash((pow(die(i, 1), 2.5) * 800000)::INT) AS uid,
        make_timestamp((1735689600000 + (die(i, 2) * 30 * 86400000)::BIGINT) * 1000) AS ts,
        CASE
            WHEN die(i, 3) < 0.55 THEN 'page_view'
            WHEN die(i, 3) < 0.80 THEN 'product_view'
            WHEN die(i, 3) < 0.90 THEN 'add_to_cart'
            WHEN die(i, 3) < 0.96 THEN 'begin_checkout'
            WHEN die(i, 3) < 0.98 THEN 'purchase'
            ELSE 'friction'
        END AS event
    FROM range({events}) t(i)
    ORDER BY ts
) TO '{parquet}' (FORMAT parquet, ROW_GROUP_SIZE 122880)
"""

STORE = """
INSERT INTO events (event_id, site, visitor_id, session_id, event, occurred_at, received_at, source,
    page_host, page_path)
SELECT uuid(), 'bench', uid, hash(uid, ts::DATE), event, ts, ts, 'tracker',
    'shop.example', '/p/' || uid % 1000
FROM '{parquet}' ORDER BY ts;
CHECKPOINT
"""


def say(text):
    print(text, file=sys.stderr)


def make_data(percorso, folder, events):
    """Makes the events, the store and the MergeTree, unless they are there; opens the latter."""
    parquet, store, done = folder / "events.parquet", folder / "store.duckdb", folder / "done"
    fresh = not done.exists()
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        say(f"make {events:,} events")
        duckdb.connect().execute(EVENTS.format(events=events, parquet=parquet))
        say("make the store")
        collector = subprocess.Popen([percorso, "--db", store, "serve", "--listen", "127.0.0.1:0"],
                                     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert collector.stdout.readline().startswith("percorso: "), "the collector did not start"
        collector.terminate()
        collector.wait(timeout=60)
        with duckdb.connect(str(store)) as connection:
            connection.execute(STORE.format(parquet=parquet))
    clickhouse = session.Session(str(folder / "clickhouse"))
    if fresh:
        say("make the MergeTree")
        clickhouse.query("CREATE DATABASE bench ENGINE = Atomic")
        clickhouse.query("CREATE TABLE bench.events (uid UInt64, ts UInt64, event LowCardinality(String))"
                         " ENGINE = MergeTree ORDER BY (uid, ts)")
        clickhouse.query("INSERT INTO bench.events SELECT uid, toUnixTimestamp64Micro(ts), event"
                         f" FROM file('{parquet}', Parquet)")
        clickhouse.query("OPTIMIZE TABLE bench.events FINAL")
        done.touch()
    return parquet, store, clickhouse


def run_percorso(*words):
    """Runs the command; gives what it printed, CPU seconds and wall seconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    printed = subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return printed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def ask_percorso(percorso, *words):
    steps = [word for step in STEPS for word in ("--step", step)]
    printed, cpu, wall = run_percorso(percorso, *words, *steps, "--window", "1d", "--format", "json")
    return [step["reached"] for step in json.loads(printed)["steps"]], cpu, wall


def ask_clickhouse(clickhouse, source, ts, where=""):
    steps = ", ".join(f"event = '{step}'" for step in STEPS)
    query = (f"SELECT level, count() FROM (SELECT uid, windowFunnel({DAY})({ts}, {steps}) AS level"
             f" FROM {source} {where} GROUP BY uid) GROUP BY level")
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    answer = clickhouse.query(query, "JSONCompactEachRow")
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_SELF)
    users = {int(level): int(count) for level, count in map(json.loads, answer.data().splitlines())}
    reached = [sum(n for level, n in users.items() if level >= step + 1) for step in range(len(STEPS))]
    return reached, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def main():
    options = argparse.ArgumentParser()
    options.add_argument("percorso")
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--events", type=int, default=10_000_000)
    asked = options.parse_args()
    cache = pathlib.Path(os.environ.get("PERCORSO_CACHE") or pathlib.Path.home() / ".cache/percorso")
    folder = cache / "bench" / f"funnel-{asked.events}"
    parquet, store, clickhouse = make_data(asked.percorso, folder, asked.events)

    columns = ["--user", "uid", "--time", "ts", "--event", "event"]
    named = "WHERE event IN ({})".format(", ".join(f"'{step}'" for step in STEPS))
    questions = {
        "percorso store": lambda: ask_percorso(asked.percorso, "--db", store, "funnel"),
        "percorso Parquet": lambda: ask_percorso(
            asked.percorso, "funnel", "--input", parquet, *columns),
        "chdb MergeTree": lambda: ask_clickhouse(clickhouse, "bench.events", "ts"),
        # As one would write it who knows which events matter.
        "chdb MergeTree filtered": lambda: ask_clickhouse(clickhouse, "bench.events", "ts", named),
        "chdb Parquet": lambda: ask_clickhouse(
            clickhouse, f"file('{parquet}', Parquet)", "toUInt64(toUnixTimestamp64Micro(ts))"),
    }
    reached = {json.dumps(ask()[0]) for ask in questions.values()}  # also warms every cache
    assert len(reached) == 1, f"the answers differ: {reached}"
    cpu, wall = ({name: [] for name in questions} for _ in range(2))
    start_cpu = []
    for turn in range(asked.rounds):
        say(f"round {turn + 1} of {asked.rounds}")
        for name, ask in questions.items():
            again, seconds, passed = ask()
            assert json.dumps(again) in reached, f"{name} answers {again}, not {reached}"
            cpu[name].append(seconds)
            wall[name].append(passed)
        start_cpu.append(run_percorso(asked.percorso, "--version")[1])

    def run(own, theirs):
        mine, other = (statistics.median(cpu[name]) for name in (own, theirs))
        return {"percorso_cpu_s": round(mine, 3), "chdb_cpu_s": round(other, 3), "ratio": round(mine / other, 3),
                "percorso_wall_s": round(statistics.median(wall[own]), 3),
                "chdb_wall_s": round(statistics.median(wall[theirs]), 3)}

    print(json.dumps({
        "events": asked.events,
        "rounds": asked.rounds,
        "reached": json.loads(reached.pop()),
        "percorso_start_cpu_s": round(statistics.median(start_cpu), 3),
        "runs": {
            "store against MergeTree": run("percorso store", "chdb MergeTree"),
            "store against MergeTree with a filter on the names": run(
                "percorso store", "chdb MergeTree filtered"),
            "Parquet against Parquet": run("percorso Parquet", "chdb Parquet"),
        },
    }))


if __name__ == "__main__":
    main()
