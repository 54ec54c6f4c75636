-- The orders of the visitors who go, each with its site before it.
SELECT DISTINCT site || chr(31) || transaction_id AS forgotten_order
FROM events
WHERE transaction_id IS NOT NULL
    AND list_contains(from_json(getvariable('forget_visitors'), '["UBIGINT"]'), visitor_id);
