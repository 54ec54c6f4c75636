-- Questions that are answered, one a paragraph.
SELECT 1

FROM events LIMIT 1;

SELECT event, count(*) FROM events WHERE occurred_at > now() - INTERVAL 1 DAY GROUP BY ALL ORDER BY 2 DESC LIMIT 5

WITH days AS (SELECT occurred_at::DATE AS day, visitor_id FROM events) SELECT day, count(DISTINCT visitor_id) FROM days GROUP BY day

SELECT session_id, event, lead(event) OVER (PARTITION BY session_id ORDER BY occurred_at) FROM main.events

SELECT * FROM sessions s JOIN events e USING (session_id) WHERE e.event IN ('purchase', 'view_item')

WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 10) FROM n

SELECT * FROM (VALUES (1, 'a')) t(n, c)

DESCRIBE events

SUMMARIZE sessions

SHOW TABLES

SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal

SELECT c.column_name, c.data_type, d.comment FROM information_schema.columns c JOIN duckdb_columns() d USING (table_name, column_name) LIMIT 5

SELECT list_transform([1, 2], lambda x: x + 1), [x * 2 FOR x IN [1, 2] IF x > 1], {'a': 1}.a, 'ab'[1:1], CAST('1' AS INTEGER), CASE WHEN true THEN 1 END

SELECT * EXCLUDE (event_id), COLUMNS('occ.*') FROM events ORDER BY ALL LIMIT 1

FROM range(3) t(i) SELECT i, date_trunc('day', TIMESTAMP '2026-01-31' + i * INTERVAL 1 DAY)

SELECT count(*) FILTER (WHERE event = 'purchase') / count(*) FROM events TABLESAMPLE 100%

SELECT event FROM events UNION SELECT 'x' EXCEPT SELECT 'y'

SELECT quantile_cont(epoch_ms(occurred_at), 0.5), approx_count_distinct(visitor_id), string_agg(event, ',' ORDER BY event) FROM events

SELECT EXISTS (FROM orders), (SELECT max(occurred_at) FROM events) -- a comment; with a semicolon

SELECT unnest(items::JSON[])->>'item_id' AS item_id FROM events
