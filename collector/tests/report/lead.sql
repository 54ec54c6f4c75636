-- What follows what within a session, by DuckDB's window functions: from > to times. Of an order that is told line
-- by line the first line counts.
WITH told AS (
    SELECT session_id, event, occurred_at, rowid AS place,
        lag(event) OVER visit AS before
    FROM events
    WHERE event <> 'purchase' OR rowid IN (
        SELECT min(rowid) FROM events WHERE event = 'purchase' GROUP BY session_id, transaction_id)
    WINDOW visit AS (PARTITION BY session_id ORDER BY occurred_at, rowid)
), kept AS (
    SELECT * FROM told WHERE $repeats OR before IS DISTINCT FROM event
), followed AS (
    SELECT event, coalesce(lead(event) OVER (PARTITION BY session_id ORDER BY occurred_at, place), '(left)') AS next
    FROM kept
)
SELECT event || ' > ' || next || ' ' || count(*) FROM followed GROUP BY event, next;
