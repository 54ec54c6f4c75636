"""A long run at a steady rate with questions asked meanwhile: are latency and memory flat?

usage: soak.py PERCORSO SVG [MINUTES] [EVENTS_A_SECOND]   (needs Python's duckdb)
Prints one JSON object and draws the run. Requests come at fixed times, ten events each, whether or not the
ones before were answered; a latency counts from when the request should have gone.
"""
import json
import os
import pathlib
import sys
import tempfile
import threading
import time

import duckdb

import plot
from collector import Collector, batch, percentile, post

SENDERS, EVENTS, EVERY = 8, 10, 5
QUESTION = "/v1/reports/funnel?step=page_view&step=view_item&step=load"


def send(collector, until, pause, done):
    page, seq, due = os.urandom(8).hex(), 0, time.perf_counter()
    with collector.connect() as connection:
        while due < until:
            time.sleep(max(0, due - time.perf_counter()))
            status, _ = post(connection, batch(page, seq, EVENTS))
            done.append((due, time.perf_counter() - due, status == 202))
            seq += EVENTS * (status == 202)
            due += pause


def ask(collector, until, done):
    while time.perf_counter() < until:
        begun = time.perf_counter()
        with collector.connect() as connection:
            connection.request("GET", QUESTION)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, f"a question was answered with {answer.status}"
        done.append((begun, time.perf_counter() - begun))
        time.sleep(1)


def main(percorso, svg, minutes, rate):
    with tempfile.TemporaryDirectory() as folder:
        collector = Collector(percorso, f"{folder}/bench.duckdb")
        sent, asked, memory = [], [], []
        begun = time.perf_counter()
        until = begun + minutes * 60
        threads = [threading.Thread(target=send, args=(collector, until, SENDERS * EVENTS / rate, sent)) for _ in range(SENDERS)]
        threads.append(threading.Thread(target=ask, args=(collector, until, asked)))
        for thread in threads:
            thread.start()
        while time.perf_counter() < until:
            memory.append((time.perf_counter() - begun, collector.memory()))
            time.sleep(EVERY)
        for thread in threads:
            thread.join()
        collector.stop()
        acknowledged = EVENTS * sum(taken for *_, taken in sent)
        with duckdb.connect(str(collector.store), read_only=True) as reader:
            stored, ids = reader.sql("SELECT count(*), count(DISTINCT event_id) FROM events").fetchone()
        assert stored == ids == acknowledged, f"{acknowledged} acknowledged, {stored} stored, {ids} of them once"
        spans = {}
        for at, took, _ in sent:
            spans.setdefault(int((at - begun) // EVERY), []).append(took)
        line = lambda share: [(span * EVERY, percentile(took, share)) for span, took in sorted(spans.items())]
        pathlib.Path(svg).write_text(plot.svg(f"{minutes:g} minutes at {rate:,} events a second, with questions", [
            ("memory, MB", [("", memory)]),
            ("an acknowledgement, ms", [("p99", line(0.99)), ("p50", line(0.5))]),
            ("a question, ms", [("", [(at - begun, took * 1000) for at, took in asked])]),
        ]))
        third = len(memory) // 3 or 1
        halves = [[took for at, took, _ in sent if (at - begun < minutes * 30) == first] for first in (True, False)]
        print(json.dumps({
            "minutes": minutes, "events_per_second": rate, "events": stored, "questions": len(asked),
            "memory_mb": [max(m for _, m in memory[third:2 * third]), max(m for _, m in memory[2 * third:])],
            "p50_ms": [round(percentile(half, 0.5), 1) for half in halves],
            "p99_ms": [round(percentile(half, 0.99), 1) for half in halves],
        }))


if __name__ == "__main__":
    minutes, rate = (sys.argv[3:] + ["60"])[0], (sys.argv[4:] + ["4000"])[0]
    main(sys.argv[1], sys.argv[2], float(minutes), int(rate))
