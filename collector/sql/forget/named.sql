-- Numbers of the orders that go which events that stay name, too.
SELECT DISTINCT transaction_id AS named
FROM events
WHERE transaction_id IS NOT NULL
    AND list_contains([split_part(forgotten_order, chr(31), 2)
        FOR forgotten_order IN from_json(getvariable('forget_orders'), '["VARCHAR"]')], transaction_id)
    AND NOT is_leaving(site, visitor_id, transaction_id, identity, source);
