"""Kills, stops and torn logs by the hundred, each followed by a count of what is in the file.

usage: faults.py PERCORSO   (a release; runs the system tests' own rounds, many times over)
Prints one JSON object: for each way of ending how often, how many events were acknowledged before, and
how many of them are missing or doubled. The tests fail on the first, so both are 0 or there is no figure.
"""
import json
import os
import re
import subprocess
import sys

ROUNDS = [
    ("kill", 200, "durable::killed_under_load_nothing_is_lost_or_doubled"),
    ("term", 50, "durable::stopped_under_load_nothing_is_lost_or_doubled"),
    ("term-kill", 50, "durable::killed_while_it_stops_nothing_is_lost_or_doubled"),
    ("torn", 50, "torn::what_was_acknowledged_before_the_tear_is_there_once"),
]
SAID = re.compile(r"^(?P<name>\S+): (?P<times>\d+) times, (?P<acknowledged>\d+) events acknowledged, "
                  r"(?P<missing>\d+) missing, (?P<twice>\d+) twice; (?P<again>\d+) sent again", re.MULTILINE)


def run(percorso, name, rounds, test):
    environment = os.environ | {"PERCORSO_BIN": percorso, "PERCORSO_ROUNDS": str(rounds)}
    command = ["cargo", "test", "-q", "-p", "percorso-tests", "--test", "system", "--", "--exact", test, "--nocapture"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True)
    if ended.returncode:
        sys.exit(f"{test} failed:\n{ended.stdout[-4000:]}{ended.stderr[-4000:]}")
    said = SAID.search(ended.stdout)
    assert said and said["name"] == name and int(said["times"]) == rounds, ended.stdout[-2000:]
    return {key: int(said[key]) for key in ("times", "acknowledged", "missing", "twice", "again")}


if __name__ == "__main__":
    print(json.dumps({name: run(sys.argv[1], name, rounds, test) for name, rounds, test in ROUNDS}))
