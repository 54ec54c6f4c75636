"""Asks DuckDB's Python client questions: of a file, or of a collector that serves SQL.

usage: ask.py STORE.duckdb < questions.json
       PERCORSO_TOKEN=... ask.py quack:127.0.0.1:9494 EXTENSIONS server|client < questions.json

The questions are a JSON array of texts. `server` hands each over as it stands (shop.query), `client` has
this side's DuckDB plan it, over attached tables. Answers with an array of {"csv"} or {"error"}.
"""
import csv
import io
import json
import os
import sys

import duckdb


def connect(store, extensions=None):
    """A connection in which the store's tables stand by their names."""
    if not store.startswith("quack:"):
        return duckdb.connect(store, read_only=True)
    connection = duckdb.connect()
    for name in ("httpfs", "quack"):
        connection.execute(f"LOAD '{extensions}/{name}.duckdb_extension'")
    connection.execute(f"CREATE SECRET (TYPE quack, TOKEN '{os.environ['PERCORSO_TOKEN']}')")
    connection.execute(f"ATTACH '{store}' AS shop")
    connection.execute("USE shop")
    return connection


def ask(connection, text, server):
    """The answer as CSV with a line of names, or what went wrong."""
    try:
        if server:
            quoted = text.replace("'", "''")
            text = f"FROM shop.query('{quoted}')"
        answer = connection.execute(text)
        rows = answer.fetchall()
    except duckdb.Error as error:
        return {"error": str(error)}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(column[0] for column in answer.description)
    writer.writerows(rows)
    return {"csv": out.getvalue()}


if __name__ == "__main__":
    own = connect(*sys.argv[1:3])
    by_server = sys.argv[3:] == ["server"]
    json.dump([ask(own, text, by_server) for text in json.load(sys.stdin)], sys.stdout)
