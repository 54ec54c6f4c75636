-- What follows what within a session, by DuckDB's window functions: from > to times.
WITH told AS (
    SELECT session_id, event, occurred_at, rowid AS place,
        lag(event) OVER visit AS before
    FROM events
    WINDOW visit AS (PARTITION BY session_id ORDER BY occurred_at, rowid)
), kept AS (
    SELECT * FROM told WHERE $repeats OR before IS DISTINCT FROM event
), followed AS (
    SELECT event, coalesce(lead(event) OVER (PARTITION BY session_id ORDER BY occurred_at, place), '(left)') AS next
    FROM kept
)
SELECT event || ' > ' || next || ' ' || count(*) FROM followed GROUP BY event, next;
