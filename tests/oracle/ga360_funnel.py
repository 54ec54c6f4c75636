# Reckons the ordered funnel view_item, add_to_cart, begin_checkout, purchase with ClickHouse, twice:
# from the events Percorso stored, and from the raw GA360 export, which Percorso never touched.
"""Usage: ga360_funnel.py STORE.duckdb EXPORT.parquet WINDOW_SECONDS

Prints one object: {"events": {"session": [n1, n2, n3, n4], "visitor": [...]}, "raw": {...}}, where n_i
is how many sessions or visitors came to step i within the window.
"""

import json
import pathlib
import sys
import tempfile

import chdb
import duckdb

# The events of a hit's eCommerceAction.action_type, in the order of the funnel.
EVENTS = {"2": "view_item", "3": "add_to_cart", "5": "begin_checkout", "6": "purchase"}


def funnel(source: str, window_seconds: int) -> dict:
    """Reached counts per step from a ClickHouse query giving session, visitor, ms and step."""
    counts = {}
    for by in ("session", "visitor"):
        steps = ", ".join(f"step = '{name}'" for name in EVENTS.values())
        levels = f"""
            SELECT level, count() AS users FROM (
                SELECT {by}, windowFunnel({window_seconds * 1000})(toUInt64(ms), {steps}) AS level
                FROM ({source}) GROUP BY {by}
            ) WHERE level > 0 GROUP BY level FORMAT JSONCompactEachRow
        """
        rows = [json.loads(line) for line in str(chdb.query(levels)).splitlines()]
        users = {int(level): int(count) for level, count in rows}
        counts[by] = [sum(n for level, n in users.items() if level >= step) for step in (1, 2, 3, 4)]
    return counts


def stored(store: str, folder: pathlib.Path) -> str:
    """The stored events, handed from DuckDB to ClickHouse as Parquet."""
    events = folder / "events.parquet"
    with duckdb.connect(store, read_only=True) as connection:
        connection.execute(
            f"""
            COPY (
                SELECT session_id AS session, visitor_id AS visitor, epoch_ms(occurred_at) AS ms,
                    event AS step
                FROM events WHERE source = 'ga360' AND list_contains($names, event)
            ) TO '{events}' (FORMAT parquet)
            """,
            {"names": list(EVENTS.values())},
        )
    return f"SELECT session, visitor, ms, step FROM file('{events}', Parquet)"


def raw(export: str) -> str:
    """The export as ClickHouse reads it by itself."""
    actions = ", ".join(f"'{action}'" for action in EVENTS)
    names = ", ".join(f"'{name}'" for name in EVENTS.values())
    return f"""
        SELECT
            concat(fullVisitorId, '/', toString(visitId)) AS session,
            fullVisitorId AS visitor,
            visitStartTime * 1000 + hit.1 AS ms,
            transform(hit.2, [{actions}], [{names}], '') AS step
        FROM (
            SELECT fullVisitorId, visitId, visitStartTime,
                arrayJoin(arrayZip(`hits.time`, arrayMap(e -> e.action_type, `hits.eCommerceAction`))) AS hit
            FROM file('{export}', Parquet)
        )
        WHERE step != ''
    """


def main() -> None:
    store, export, window = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        answer = {
            "events": funnel(stored(store, pathlib.Path(folder)), window),
            "raw": funnel(raw(export), window),
        }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
