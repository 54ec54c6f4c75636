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

SELECT unnest(items::JSON[])->>'item_id', unnest(items::JSON[])->>'price', unnest(items::JSON[])->>'quantity' FROM events

SELECT replace(replace(replace(replace(page_path, 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss'), regexp_replace(page_path, '/product/[0-9]+', '/product/ID'), regexp_replace(page_path, '[0-9]+', 'N', 'g') FROM events

SELECT concat(utm_source, ' / ', utm_medium), concat_ws('-', device, browser, system), utm_source || ':' || utm_campaign, upper(left(event, 1)) || substr(event, 2), strftime(occurred_at, '%Y-%m-%d %H:%M') FROM events

SELECT session_id, string_agg(event, ' > ' ORDER BY occurred_at), array_to_string(list_distinct(list(page_path ORDER BY occurred_at)), chr(10)), len(list(event)) FROM events GROUP BY session_id

WITH s AS (SELECT session_id, list(event ORDER BY occurred_at) AS l, list(touchpoint) AS t FROM events GROUP BY ALL) SELECT l[1], l[-1], l[1:5], list_contains(l, 'purchase'), list_position(l, 'purchase'), [x || '!' FOR x IN l IF x <> 'page_view'], list_transform(t, lambda x: lower(x)), list_sort(list_distinct(t)), array_to_string(l, ' > ') FROM s

SELECT params->>'$.a', params->>'b', params->>'c', params->>'d', params->>'e', params->>'f', params->>'g', params->>'h', json_extract_string(params, '$.i'), json_extract(params, '$.items[*].id'), to_json(params), params::VARCHAR, from_json(items, '[{"item_id":"VARCHAR","quantity":"INTEGER","price":"DOUBLE"}]') FROM events

SELECT split_part(page_path, '/', 2) AS shelf, count(*) FILTER (WHERE event = 'purchase') AS bought, count(DISTINCT visitor_id)::VARCHAR || ' visitors' AS n, round(100.0 * bought / count(*), 1) || ' %' AS rate FROM events GROUP BY ALL ORDER BY bought DESC

SELECT string_split(page_path, '/')[2], list_filter(string_split(page_path, '/'), lambda x: x <> ''), list_aggregate([1, 2, 3], 'sum'), regexp_extract(page_path, '([a-z]+)', 1) FROM events

SELECT session_id, first_value(page_path) OVER w, lag(event) OVER w, row_number() OVER w, sum(value) OVER w FROM events WINDOW w AS (PARTITION BY session_id ORDER BY occurred_at)

SELECT median(value), quantile_disc(value, [0.1, 0.9]), max(event, 3), arg_max(page_path, occurred_at), regexp_extract(page_path, '/([a-z]+)/([a-z]+)', ['shelf', 'product']), list_select(string_split(page_path, '/'), [1, 2]) FROM events GROUP BY page_path
