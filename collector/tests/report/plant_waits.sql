-- 240 visitors of whom every third consents: see durations.rs, which has the same numbers.
INSERT INTO events BY NAME
WITH visitors AS (
    SELECT
        i, i % 3 = 0 AS known,
        '2026-03-01'::TIMESTAMP + to_days((i % 10)::INTEGER) + to_minutes(i * 37 % 1440) AS began,
        CASE WHEN known THEN to_days((i % 11)::INTEGER) + INTERVAL 5 MINUTE
            ELSE to_minutes(10 + i % 13) END                                             AS took
    FROM range(240) t(i)
), told AS (
    SELECT i, 'page_view' AS event, began AS occurred_at FROM visitors
    UNION ALL
    SELECT i, 'view_item', began + to_minutes(i * 7 % 50) FROM visitors
    UNION ALL
    SELECT i, 'purchase', began + took FROM visitors WHERE i % 4 = 0
    UNION ALL
    -- The shop tells of parcels, of each under another pseudonym.
    SELECT i, 'order_delivered', began + took + to_days((1 + i % 7)::INTEGER)
    FROM visitors
    WHERE i % 4 = 0 AND i % 5 <> 0
)
SELECT
    uuid()                                                               AS event_id,
    'shop'                                                               AS site,
    CASE WHEN event = 'order_delivered' THEN i + 1000 ELSE i END         AS visitor_id,
    visitor_id                                                           AS session_id,
    event,
    occurred_at,
    occurred_at                                                          AS received_at,
    CASE WHEN event = 'order_delivered' THEN 'server' ELSE 'tracker' END AS source,
    CASE WHEN i % 3 = 0 AND source = 'tracker' THEN 'granted' END        AS consent,
    CASE WHEN event IN ('purchase', 'order_delivered') THEN 'order ' || i END AS transaction_id
FROM told;
