"""Holds `percorso funnel --compat clickhouse` against ClickHouse itself, in every set of modes.

usage: funnel_oracle.py PERCORSO [USERS] [SEED]

Makes random users, dense in ties and in steps that overlap, asks ClickHouse (chdb) and Percorso how far
each came, and ends with 1 where any differs.
"""
import csv
import itertools
import json
import pathlib
import random
import subprocess
import sys
import tempfile

from chdb import session

MODES = ["strict_deduplication", "strict_order", "strict_increase", "strict_once", "allow_reentry"]
FUNNELS = [
    [["a"], ["b"], ["c"], ["d"]],
    [["a"], ["a"], ["b"]],
    [["a", "b"], ["b", "c"], ["a", "c"], ["d"]],
    [["a", "b", "c"], ["a", "b"], ["b"], ["b", "d"]],
    [["a"]],
]


def mode_sets():
    """Every set of modes that ClickHouse takes: 24."""
    for size in range(len(MODES) + 1):
        for modes in itertools.combinations(MODES, size):
            if "allow_reentry" not in modes or "strict_order" in modes:
                yield modes


def write_users(path, count, dice):
    """Users of up to ten events in up to eight instants, so that most have ties."""
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["uid", "ts", "event"])
        for user in range(count):
            instants = dice.randint(1, 8)
            for _ in range(dice.randint(1, 10)):
                out.writerow([user, dice.randrange(instants) * 2, dice.choice("abcdx")])


def clickhouse(chdb, steps, window, modes):
    conditions = ", ".join(f"event IN ({', '.join(repr(name) for name in names)})" for names in steps)
    arguments = ", ".join([str(window)] + [repr(mode) for mode in modes])
    answer = chdb.query(
        f"SELECT uid, windowFunnel({arguments})(ts, {conditions}) FROM oracle.events GROUP BY uid"
        # One thread: in strict_once with strict_deduplication the order of arrival says who comes first.
        " SETTINGS max_threads = 1", "CSV")
    return {int(user): int(level) for user, level in csv.reader(answer.data().splitlines())}


def percorso(program, path, steps, window, modes):
    words = [program, "funnel", "--input", path, "--user", "uid", "--time", "ts", "--event", "event",
             "--compat", "clickhouse", "--levels", "--window", f"{window}s"]
    words += [word for names in steps for word in ("--step", ",".join(names))]
    words += ["--mode", ",".join(modes)] if modes else []
    lines = subprocess.run(words, check=True, capture_output=True, text=True).stdout.splitlines()
    return {line["user"]: line["level"] for line in map(json.loads, lines)}


def main(program, users=2000, seed=1):
    dice = random.Random(seed)
    compared = wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        chdb = session.Session(f"{folder}/chdb")
        chdb.query("CREATE DATABASE oracle ENGINE = Atomic")
        for modes in mode_sets():
            path = pathlib.Path(folder) / "users.csv"
            write_users(path, users, dice)
            chdb.query("CREATE OR REPLACE TABLE oracle.events (uid UInt64, ts UInt64, event String)"
                       " ENGINE = Memory")
            chdb.query(f"INSERT INTO oracle.events SELECT * FROM file('{path}', CSVWithNames)"
                       " SETTINGS max_threads = 1, max_insert_threads = 1")
            for steps in FUNNELS:
                window = dice.randint(0, 14)
                expected = clickhouse(chdb, steps, window, modes)
                found = percorso(program, str(path), steps, window, modes)
                different = [user for user in expected if expected[user] != found.get(user)]
                compared += len(expected)
                wrong += len(different)
                if different or len(found) != len(expected):
                    user = different[0] if different else None
                    print(f"{modes} {steps} window {window}: {len(different)} differ, user {user}: "
                          f"{expected.get(user)}, not {found.get(user)}", file=sys.stderr)
    print(json.dumps({"mode_sets": len(list(mode_sets())), "users": compared, "different": wrong}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))
