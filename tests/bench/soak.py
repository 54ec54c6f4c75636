"""A long run at a steady rate with questions asked meanwhile: are latency and memory flat?

usage: soak.py PERCORSO SVG [MINUTES] [EVENTS_A_SECOND]   (needs Python's duckdb)
Prints one JSON object and draws the run. Requests come at fixed times, ten events each, whether or not the
ones before were answered; a latency counts from when the request should have gone. Three requests are a page,
each from another visitor. The rate is half of what 64 connections of single events store (`bench ingest`). Asked,
a second after each answer, is the funnel of the last five minutes: one of all there is reads more each time.
"""
import datetime
import json
import os
import pathlib
import random
import sys
import tempfile
import threading
import time

import duckdb

import plot
from collector import Collector, batch, percentile, post, read_token

SENDERS, EVENTS, REQUESTS, EVERY = 8, 10, 3, 5
QUESTION = "/v1/reports/funnel?step=load&step=load&step=purchase&since="
RECENT = 5 * 60
# Robots are in no funnel.
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"


def somebody():
    """An address; nginx on the same machine tells it as this does."""
    return ".".join(str(random.randint(1, 223)) for _ in range(4))


def send(collector, until, pause, done):
    seq, due = REQUESTS * EVENTS, time.perf_counter()
    with collector.connect() as connection:
        while due < until:
            if seq >= REQUESTS * EVENTS:
                page, address, seq = os.urandom(8).hex(), somebody(), 0
            time.sleep(max(0, due - time.perf_counter()))
            status, _ = post(connection, batch(page, seq, EVENTS), x_forwarded_for=address, user_agent=BROWSER)
            done.append((due, time.perf_counter() - due, status == 202))
            seq += EVENTS * (status == 202)
            due += pause


def ask(collector, token, until, done):
    while time.perf_counter() < until:
        begun = time.perf_counter()
        with collector.connect() as connection:
            since = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=RECENT)
            connection.request("GET", QUESTION + since.strftime("%Y-%m-%dT%H:%M:%SZ"), headers={"authorization": f"Bearer {token}"})
            answer = connection.getresponse()
            users = json.load(answer).get("users")
        done.append((begun, time.perf_counter() - begun, users))
        time.sleep(1)


def main(percorso, svg, minutes, rate):
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/bench.duckdb"
        # Whoever comes by a proxy is a stranger, so the questions need a token.
        collector = Collector(percorso, store, "--trusted-proxy", "127.0.0.1")
        token = read_token(percorso, store)
        sent, asked, memory = [], [], []
        begun = time.perf_counter()
        until = begun + minutes * 60
        threads = [threading.Thread(target=send, args=(collector, until, SENDERS * EVENTS / rate, sent)) for _ in range(SENDERS)]
        threads.append(threading.Thread(target=ask, args=(collector, token, until, asked)))
        for thread in threads:
            thread.start()
        while time.perf_counter() < until:
            memory.append((time.perf_counter() - begun, collector.memory()))
            time.sleep(EVERY)
        for thread in threads:
            thread.join()
        collector.stop()
        assert len(asked) > minutes * 10 and all(users for *_, users in asked[2:]), "a question failed, or found nobody"
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
            ("a question, ms", [("", [(at - begun, took * 1000) for at, took, _ in asked])]),
        ]))
        third = len(memory) // 3 or 1
        halves = [[took for at, took, _ in sent if (at - begun < minutes * 30) == first] for first in (True, False)]
        print(json.dumps({
            "minutes": minutes, "events_per_second": rate, "events": stored, "questions": len(asked),
            "memory_mb": [max(m for _, m in memory[third:2 * third]), max(m for _, m in memory[2 * third:])],
            "p50_ms": [round(percentile(half, 0.5), 1) for half in halves],
            "p99_ms": [round(percentile(half, 0.99), 1) for half in halves],
            "question_ms": [round(percentile([took for at, took, _ in asked if (at - begun < minutes * 30) == first], 0.5))
                            for first in (True, False)],
        }))


if __name__ == "__main__":
    minutes, rate = (sys.argv[3:] + ["60"])[0], (sys.argv[4:] + ["11500"])[0]
    main(sys.argv[1], sys.argv[2], float(minutes), int(rate))
