"""Overload, and a disk that is full for a minute, both under load: what is lost, and how soon it is over.

usage: trouble.py PERCORSO SVG_FOLDER [SECONDS_OF_OVERLOAD] [SECONDS_FULL]
       (needs wrk, Python's duckdb, and for the full disk a user who may mount)
Prints one JSON object and draws memory and answers over time.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

import duckdb

import plot
from collector import LUA, Collector, batch, post


class Watch:
    """Looks at the collector's memory, and at whether it takes a batch of its own, ten times a second."""

    def __init__(self, collector):
        self.collector, self.samples, self.sent, self.running = collector, [], 0, True
        self.begun = time.perf_counter()
        self.thread = threading.Thread(target=self._look)
        self.thread.start()

    def now(self):
        return time.perf_counter() - self.begun

    def _look(self):
        page = os.urandom(8).hex()
        while self.running:
            asked = self.now()
            try:
                with self.collector.connect() as connection:
                    status, retry = post(connection, batch(page, self.sent, 1, "probe"))
            except OSError:
                status, retry = 0, None
            assert status != 503 or retry, "a refusal without Retry-After"
            self.sent += status == 202
            self.samples.append((asked, status, (self.now() - asked) * 1000, self.collector.memory()))
            time.sleep(0.1)

    def end(self):
        self.running = False
        self.thread.join()

    def back_after(self, moment):
        """Seconds from the moment until a batch was taken."""
        return round(next(at for at, status, *_ in self.samples if status == 202 and at >= moment) - moment, 1)

    def draw(self, title, marks):
        return plot.svg(title, [
            ("memory, MB", [("", [(at, memory) for at, _, _, memory in self.samples])]),
            ("one event's answer, ms", [("", [(at, took) for at, _, took, _ in self.samples])]),
            ("taken (1) or refused (0)", [("", [(at, status == 202) for at, status, *_ in self.samples])]),
        ], marks)


def load(collector, connections, seconds, events):
    environment = os.environ | {"PERCORSO_EVENTS": str(events)}
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(LUA), collector.url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def settle(collector, watch, wrk, events):
    """Stops everything and holds what was acknowledged against what is in the file."""
    run = json.loads(wrk.communicate()[0].strip().splitlines()[-1])
    time.sleep(1)
    watch.end()
    most = collector.memory("VmHWM")
    collector.stop()
    acknowledged = (run["requests"] - run["refused"]) * events + watch.sent
    with duckdb.connect(str(collector.store), read_only=True) as reader:
        stored, ids = reader.sql("SELECT count(*), count(DISTINCT event_id) FROM events").fetchone()
    return {"requests": run["requests"], "refused": run["refused"], "acknowledged": acknowledged,
            "missing": max(0, acknowledged - stored), "twice": stored - ids, "memory_mb": most}


def overload(percorso, seconds):
    with tempfile.TemporaryDirectory() as folder:
        collector = Collector(percorso, f"{folder}/bench.duckdb")
        watch = Watch(collector)
        time.sleep(2)
        begun = watch.now()
        # Bodies of half a thousand events on as many connections: more than may wait, many times over.
        wrk = load(collector, 900, seconds, 500)
        wrk.wait()
        ended = watch.now()
        time.sleep(6)
        result = settle(collector, watch, wrk, 500)
        return result | {"seconds": seconds, "back_s": watch.back_after(ended)}, watch.draw(
            "Overload: 900 connections, 500 events a request", [(begun, ended)])


def full_disk(percorso, seconds):
    with tempfile.TemporaryDirectory() as folder:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1g", "percorso-bench", folder]).returncode:
            return None, None
        try:
            collector = Collector(percorso, f"{folder}/bench.duckdb")
            watch = Watch(collector)
            wrk = load(collector, 32, seconds + 20, 1)
            time.sleep(8)
            filler = pathlib.Path(folder, "filler")
            subprocess.run(["dd", "if=/dev/zero", f"of={filler}", "bs=64k"], stderr=subprocess.DEVNULL)
            full = watch.now()
            time.sleep(seconds)
            filler.unlink()
            freed = watch.now()
            result = settle(collector, watch, wrk, 1)
            refused = [status for at, status, *_ in watch.samples if full + 1 < at < freed]
            assert refused and all(status == 503 for status in refused), "a full disk took events"
            return result | {"seconds": seconds, "back_s": watch.back_after(freed)}, watch.draw(
                "A full disk under load", [(full, freed)])
        finally:
            subprocess.run(["umount", "-l", folder])


if __name__ == "__main__":
    figures = {}
    for name, scene, seconds in (("overload", overload, int((sys.argv[3:] + ["300"])[0])),
                                 ("full_disk", full_disk, int((sys.argv[4:] + ["60"])[0]))):
        figures[name], drawn = scene(sys.argv[1], seconds)
        if drawn:
            picture = pathlib.Path(sys.argv[2], f"{name}.svg")
            picture.parent.mkdir(parents=True, exist_ok=True)
            picture.write_text(drawn)
        else:
            print(f"{name}: skipped, this user may not mount a disk", file=sys.stderr)
    print(json.dumps({name: figure for name, figure in figures.items() if figure}))
