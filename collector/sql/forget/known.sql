-- Everybody and every order and identity there is, to be held against the manifest's marks.
SELECT DISTINCT 'visitor' AS kind, visitor_id::VARCHAR AS name FROM events
UNION ALL
SELECT DISTINCT 'order', site || chr(31) || transaction_id FROM events WHERE transaction_id IS NOT NULL
UNION ALL
SELECT DISTINCT 'identity', identity FROM events WHERE identity IS NOT NULL;
