"""SQL while events arrive: are the twenty questions right, how fresh is an answer, what does a heavy one cost ingest?

usage: sql.py PERCORSO EXTENSIONS [EVENTS_STORED] [SECONDS]   (needs Python's duckdb and duckdb-cli)
Prints one JSON object. Two thousand events a second arrive all along, ten a request, at fixed times; a latency
counts from when the request should have gone. They are a robot's, so that the right answers to the questions
stay those of the closed file (which tests hold against what was planted). Ingest is measured in turns: nobody asks, one client asks something heavy again
and again, as many do as the collector lets in.
"""
import csv
import io
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

import duckdb

from collector import Collector, free_port, percentile, post, read_token

ROOT = pathlib.Path(__file__).parents[2]
QUESTIONS = sorted((ROOT / "collector/sql/questions").glob("*.sql"))
RATE, SENDERS, EVENTS, ROUNDS = 2_000, 8, 10, 3
# As many as are let in, beside the client that asks for the newest event.
CROWD = 3
ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1)"
HEAVY = """SELECT quantile_cont(pause, [0.5, 0.9, 0.99])::VARCHAR FROM (SELECT date_diff('millisecond',
    lag(occurred_at) OVER (PARTITION BY visitor_id ORDER BY occurred_at), occurred_at) AS pause FROM events)"""
NEWEST = "SELECT max((params->>'n')::BIGINT) FROM events WHERE site = 'probe' AND received_at > '{}'"


def body(site, page, seq, events):
    return json.dumps({"v": 1, "site": site, "page": page, "seq": seq, "time": 1_800_000_000_000, "sent": 1_800_000_000_900,
                       "url": "https://shop.example/c/coffee", "referrer": "", "events": events})


def send(connection, batch):
    status, _ = post(connection, batch, user_agent=ROBOT)
    assert status == 202, f"a batch was answered with {status}"


def load(collector, until, done):
    """Sends at fixed times; each answer with when it was due."""
    page, seq, due = os.urandom(8).hex(), 0, time.time()
    with collector.connect() as connection:
        while due < until():
            time.sleep(max(0, due - time.time()))
            events = [["page_view", 0, {"title": "Coffee"}]]
            events += [["click", i * 40, {"element": f"a.teaser-{seq}", "reaction": "mutation", "react_ms": i}] for i in range(1, EVENTS)]
            send(connection, body("bench", page, seq, events))
            done.append((due, time.time() - due))
            seq += EVENTS
            due += SENDERS * EVENTS / RATE


class Probe:
    """Events that tell when they were sent, forty a second, and a client that asks for the newest of them."""

    def __init__(self, collector, client, until):
        self.acknowledged, self.ages = 0, []
        self.threads = [threading.Thread(target=work, args=(collector, client, until)) for work in (self.send, self.ask)]

    def send(self, collector, _, until):
        page = os.urandom(8).hex()
        with collector.connect() as connection:
            for seq in itertools.takewhile(lambda _: time.time() < until(), itertools.count()):
                sent = int(time.time() * 1000)
                send(connection, body("probe", page, seq, [["load", 0, {"n": sent}]]))
                self.acknowledged = sent
                time.sleep(0.025)

    def ask(self, _, client, until):
        while not self.acknowledged:
            time.sleep(0.01)
        while time.time() < until():
            before, since = self.acknowledged, time.strftime("%F %T", time.gmtime(time.time() - 60))
            seen = client.execute(handed(NEWEST.format(since))).fetchone()[0]
            now = time.time()
            assert seen is not None and seen >= before, f"an acknowledged event was not seen: {before}, seen {seen}"
            self.ages.append((now, now - seen / 1000))
            time.sleep(0.05)


def handed(question):
    """A question the collector plans."""
    return "FROM shop.query('{}')".format(question.strip().rstrip(";").replace("'", "''"))


def attach(extensions, uri, token):
    """What any DuckDB has to run first."""
    loads = "".join(f"LOAD '{extensions}/{name}.duckdb_extension';" for name in ("httpfs", "quack"))
    return f"{loads} CREATE SECRET (TYPE quack, TOKEN '{token}'); ATTACH '{uri}' AS shop;"


def cell(value):
    try:
        return f"{float(value):g}"
    except (TypeError, ValueError):
        return "" if value in (None, "NULL") else str(value)


def rows(answer):
    return [[cell(value) for value in row] for row in answer]


def by_command(prelude, folder, questions):
    """Each question's answer by DuckDB's own command."""
    files = [pathlib.Path(folder, f"{place}.csv") for place in range(len(questions))]
    script = "\n".join(f".once '{file}'\n{handed(question)};" for file, question in zip(files, questions))
    command = [pathlib.Path(sys.executable).with_name("duckdb"), "-csv", "-noheader"]
    subprocess.run(command, input=f"{prelude}\n{script}\n", check=True, capture_output=True, text=True)
    return [rows(csv.reader(io.StringIO(file.read_text()))) for file in files]


class Crowd:
    """Clients that ask something heavy again and again; what is under way at the end of a `with` is answered."""

    def __init__(self, prelude, clients):
        self.running, self.took = True, []
        self.threads = [threading.Thread(target=self.ask, args=(prelude,)) for _ in range(clients)]

    def ask(self, prelude):
        with duckdb.connect() as client:
            client.execute(prelude)
            while self.running:
                begun = time.time()
                client.execute(handed(HEAVY)).fetchone()
                self.took.append(time.time() - begun)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.running = False
        for thread in self.threads:
            thread.join()


def main(percorso, extensions, stored, seconds):
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/shop.duckdb"
        subprocess.run([percorso, "--db", store, "demo", "--events", str(stored), "--until", "2026-11-01"], check=True, stdout=sys.stderr)
        questions = [file.read_text() for file in QUESTIONS]
        with duckdb.connect(store, read_only=True) as reader:
            before = reader.sql("SELECT count(*) FROM events").fetchone()[0]
            right = [rows(reader.execute(question).fetchall()) for question in questions]
        token = read_token(percorso, store)
        sql = f"127.0.0.1:{free_port()}"
        collector = Collector(percorso, store, "--sql", sql, "--sql-extension", extensions)
        prelude = attach(extensions, f"quack:{sql}", token)
        clients = [duckdb.connect() for _ in range(2)]
        for client in clients:
            client.execute(prelude)

        end, sent = [float("inf")], []
        until = lambda: end[0]
        probe = Probe(collector, clients[0], until)
        threads = probe.threads + [threading.Thread(target=load, args=(collector, until, sent)) for _ in range(SENDERS)]
        for thread in threads:
            thread.start()
        turns = {"calm": 0, "heavy": 1, "crowd": CROWD}
        spans, took = {name: [] for name in turns}, {name: [] for name in turns}
        for _, (name, heavy) in itertools.product(range(ROUNDS), turns.items()):
            with Crowd(prelude, heavy) as crowd:
                time.sleep(1)
                spans[name].append((time.time(), time.time() + seconds))
                time.sleep(seconds)
            took[name] += crowd.took
        asked = time.time()
        answers = {"duckdb": by_command(prelude, folder, questions),
                   "Python": [rows(clients[1].execute(handed(question)).fetchall()) for question in questions]}
        asked = (time.time() - asked) / 2
        wrong = [f"{file.stem} by {client}" for client, told in answers.items() for file, own, other in zip(QUESTIONS, right, told) if own != other]
        end[0] = time.time()
        for thread in threads:
            thread.join()
        arrived, memory = EVENTS * len(sent), collector.memory("VmHWM")
        collector.stop()
        with duckdb.connect(store, read_only=True) as reader:
            there = reader.sql("SELECT count(*) FROM events WHERE site = 'bench'").fetchone()[0]
        assert there == arrived, f"{arrived} acknowledged, {there} stored"
        within = lambda samples, name: [took for at, took in samples if any(begun <= at < over for begun, over in spans[name])]
        print(json.dumps({
            "stored": before, "arrived": arrived, "events_per_second": RATE, "crowd": CROWD,
            "questions": len(questions), "wrong": wrong, "questions_s": round(asked, 1),
            "ingest_ms": {name: {"p50": round(percentile(within(sent, name), 0.5), 1), "p99": round(percentile(within(sent, name), 0.99), 1)} for name in turns},
            "freshness_ms": {name: {"p50": round(percentile(within(probe.ages, name), 0.5)), "p99": round(percentile(within(probe.ages, name), 0.99))} for name in turns},
            "heavy_s": round(percentile(took["heavy"], 0.5) / 1000, 1), "memory_mb": memory,
        }))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int((sys.argv[3:] + ["1000000"])[0]), int((sys.argv[4:] + ["10"])[0]))
