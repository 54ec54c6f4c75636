-- What would make too much in one step, one a paragraph: each is refused. LONG is a text of thirty thousand letters.
SELECT length(replace('LONG', 'x', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'))

SELECT length(replace(replace(replace(replace('LONG', 'x', 'yyyy'), 'y', 'zzzz'), 'z', 'xxxx'), 'x', 'yyyy'))

SELECT length(replace(params::VARCHAR, '"', 'LONG')) FROM events

SELECT length(replace(page_path, 'a', page_title)) FROM events

SELECT length(regexp_replace('LONG', 'x', 'yyyyyyyyyyyyyyyyyyyy', 'g'))

SELECT length(regexp_replace('LONG', '(x+)', '\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1'))

SELECT length(regexp_replace(event, '', 'LONG', 'g')) FROM events

SELECT length(concat_ws('LONG', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)) FROM events

SELECT length(array_to_string(string_split('LONG', ''), 'zzzzzzzzzzzzzzzz'))

SELECT length(list_aggregate(string_split(event, ''), 'string_agg', 'LONG')) FROM events

SELECT list_transform(string_split('LONG', ''), lambda x: x || 'zzzzzzzzzzzzzzzzzzzz')

SELECT [x || 'LONG' FOR x IN string_split(event, '')] FROM events

SELECT list_reduce(['a', 'a', 'a', 'a', 'a', 'a', 'a', 'a'], lambda x, y: x || x)

SELECT 'LONG' AS a, a || a AS b, b || b AS c, c || c AS d, d || d AS e

WITH a AS (SELECT 'LONG' AS t), b AS (SELECT concat(t, t, t, t) AS t FROM a), c AS (SELECT concat(t, t, t, t) AS t FROM b) SELECT length(t) FROM c

SELECT length(concat(t, t, t, t, t, t, t, t, t)) FROM (SELECT 'LONG') AS s(t)

SELECT length(concat(t, t, t, t, t, t, t, t, t)) FROM (VALUES ('LONG')) AS s(t)

SELECT length(concat(u, u, u, u, u, u, u, u, u)) FROM (SELECT 'a' AS u UNION ALL SELECT 'LONG')

SELECT length(concat(s::VARCHAR, s::VARCHAR, s::VARCHAR, s::VARCHAR, s::VARCHAR)) FROM (SELECT 'LONG' AS a) s

WITH RECURSIVE r AS (SELECT 'x' AS a UNION ALL SELECT concat(a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a) FROM r) FROM r

SELECT length(concat(*COLUMNS(*), *COLUMNS(*), *COLUMNS(*), *COLUMNS(*), *COLUMNS(*), *COLUMNS(*), *COLUMNS(*), *COLUMNS(*), *COLUMNS(*))) FROM events

SELECT string_agg(event, '') OVER (ORDER BY occurred_at) FROM events

SELECT list(event) OVER (PARTITION BY session_id) FROM events

SELECT max(event, 3) OVER (ORDER BY occurred_at) FROM events

SELECT arg_min(event, occurred_at, 3) OVER (PARTITION BY session_id) FROM events

SELECT quantile_disc('LONG' || event, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) OVER () FROM events

SELECT length(concat(n, n, n, n, n, n, n, n, n)) FROM (SELECT TRY_CAST('LONG' AS BIGNUM)::VARCHAR AS n)

SELECT NULL::INTEGER[100000] FROM events

SELECT CAST('LONG' AS STRUCT(a INTEGER, b INTEGER, c INTEGER)[])

SELECT from_json('LONG', '[{"a":"VARCHAR","b":"VARCHAR"}]')

SELECT bitstring('1', 2000000000)

SELECT bitstring_agg(value::INTEGER, 0, 1000000000) FROM events

SELECT list_aggregate([1], 'bitstring_agg', 0, 1000000000)

SELECT list_aggregate([1], event) FROM events

SELECT equi_width_bins(1, 2, 1000000, false)

SELECT json_pretty('LONG')

SELECT strftime(occurred_at, 'LONG') FROM events

WITH c AS (SELECT '{"a":"LONG"}'->>'$.a' AS t) SELECT length(concat(t, t, t, t, t, t, t, t, t)) FROM c

SELECT array_to_string(list_select([t], list_transform(string_split(t, ''), lambda x: 1)), '') FROM (SELECT 'LONG' AS t)

SELECT list_select(['LONG'], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])

SELECT regexp_extract('LONG', '(((((((((x*)))))))))', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'])

SELECT json_extract('"LONG"', ['$', '$', '$', '$', '$', '$', '$', '$', '$', '$'])

SELECT json_extract(params, '$**') FROM events

SELECT quantile_disc('LONG' || event, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]) FROM events

SELECT replace('LONG', chr(120), 'yyyyyyyyyyyyyyyy')

SELECT list_transform(['LONG'], lambda x: list_transform(string_split(x, ''), lambda y: x))
