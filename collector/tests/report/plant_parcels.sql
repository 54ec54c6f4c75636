-- 200 visitors of whom every second orders; what becomes of the orders the shop's server tells, and of every
-- third it tells the order itself, too, and sooner than the page: see durations.rs.
INSERT INTO events BY NAME
WITH visitors AS (
    SELECT
        i, i // 2 AS nth,
        CASE WHEN nth % 2 = 0 THEN 'mobile' ELSE 'desktop' END         AS device,
        TIMESTAMP '2026-03-01 10:00' + to_days((nth % 20)::INTEGER)    AS began
    FROM range(200) AS t(i)
), told AS (
    SELECT i, i AS visit, 'page_view' AS event, began AS occurred_at, device FROM visitors
    UNION ALL
    SELECT i, i, 'purchase', began + INTERVAL 5 MINUTE, device FROM visitors WHERE i % 2 = 0
    UNION ALL
    SELECT i, i + 1000, 'purchase', began + INTERVAL 299 SECOND, NULL FROM visitors WHERE i % 2 = 0 AND nth % 3 = 0
    UNION ALL
    SELECT i, i + 2000, 'order_delivered', began + INTERVAL 3 DAY, NULL
    FROM visitors
    WHERE i % 2 = 0 AND nth % 5 <> 0
    UNION ALL
    SELECT i, i + 3000, 'refund', TIMESTAMP '2026-05-10 10:00', NULL
    FROM visitors
    WHERE i % 2 = 0 AND nth % 10 IN (2, 3)
)
SELECT
    uuid()                                                         AS event_id,
    'shop'                                                         AS site,
    visit                                                          AS visitor_id,
    visit                                                          AS session_id,
    event,
    occurred_at,
    occurred_at                                                    AS received_at,
    CASE WHEN device IS NULL THEN 'server' ELSE 'tracker' END      AS source,
    device,
    CASE WHEN event <> 'page_view' THEN 'O' || i END               AS transaction_id
FROM told;
