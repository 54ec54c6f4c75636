-- The orders of the visitors who go, each with its site before it: those that they were the first to tell.
-- A page can tell any number; only where no page has told an order it is whose the shop's server says.
SELECT site || chr(31) || transaction_id AS forgotten_order
FROM events
WHERE event = 'purchase' AND transaction_id IS NOT NULL
GROUP BY site, transaction_id
HAVING list_contains(from_json(getvariable('forget_visitors'), '["UBIGINT"]'),
    arg_min(visitor_id, (source = 'server', received_at, rowid)));
