-- Two thousand customers with two devices each. On one they view an item, and half of them buy, after two
-- minutes in the mean. On the other a script fails every ten minutes in the mean, for everybody alike. One
-- in five finds it out of stock at once, and half of those who would have bought then do not.
INSERT INTO events
    (event_id, visitor_id, session_id, site, event, identity, occurred_at, received_at, source, params)
WITH customers AS (
    SELECT
        v, hash(v, 'stock') % 5 = 0 AS found_out,
        v % 2 = 0 AND NOT (found_out AND hash(v, 'left') % 2 = 0)        AS buys,
        0.1 - 2 * ln((hash(v, 'time') % 10000 + 1) / 10001)              AS took
    FROM range(1, 2001) t(v)
), told AS (
    SELECT v, 'view_item' AS event, 0.0 AS minute FROM customers
    UNION ALL
    SELECT v, 'purchase', took FROM customers WHERE buys
    UNION ALL
    SELECT v, 'stock_error', 0.01 FROM customers WHERE found_out
    UNION ALL
    SELECT v + 10000, 'js_error', m + hash(v, m, 'when') % 1000 / 1000
    FROM customers, range(60) t(m) WHERE hash(v, m, 'fails') % 10 = 0
    UNION ALL
    SELECT unnest([v, v + 10000]), 'identify', -1.0 FROM customers
)
SELECT
    uuid(), v, v, 'shop', event, CASE WHEN event = 'identify' THEN 'customer ' || v % 10000 END,
    '2026-03-02'::TIMESTAMP + to_microseconds((minute * 60e6)::BIGINT), '2026-03-02'::TIMESTAMP, 'tracker',
    '{"error": "E"}'
FROM told;
