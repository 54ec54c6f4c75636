-- Two sites with an order of the same number each, and a robot: see questions.rs.
INSERT INTO events BY NAME
SELECT
    uuid()                    AS event_id,
    site,
    session                   AS visitor_id,
    session                   AS session_id,
    event,
    happened::TIMESTAMP       AS occurred_at,
    occurred_at               AS received_at,
    CASE WHEN event = 'order_delivered' THEN 'server' ELSE 'tracker' END AS source,
    CASE WHEN event <> 'order_delivered' THEN 'desktop' END AS device,
    CASE WHEN session = 9 THEN 'declared' END AS robot,
    '/page'                   AS page_path,
    CASE WHEN event IN ('purchase', 'order_delivered', 'return_requested') THEN 'T1' END AS transaction_id,
    CASE WHEN item IS NOT NULL THEN '[{"item_id": "' || item || '"}]' END AS items,
    params
FROM (VALUES
    ('a', 1, 'view_item',        '2026-03-02 08:55', 'K',  NULL),
    ('a', 1, 'payment_attempt',  '2026-03-02 08:56', NULL, '{"payment_type": "bank"}'),
    ('a', 1, 'payment_error',    '2026-03-02 08:57', NULL, '{"payment_type": "bank", "error_type": "hard"}'),
    ('a', 1, 'payment_attempt',  '2026-03-02 08:58', NULL, '{"payment_type": "card"}'),
    ('a', 1, 'purchase',         '2026-03-02 09:00', 'K',  NULL),
    ('a', 2, 'order_delivered',  '2026-03-02 19:00', NULL, NULL),
    ('a', 3, 'return_requested', '2026-03-04 09:00', NULL, '{"reason": "too small"}'),
    ('b', 4, 'purchase',         '2026-03-03 09:00', 'K',  NULL),
    ('b', 5, 'order_delivered',  '2026-03-03 13:00', NULL, NULL),
    ('b', 6, 'return_requested', '2026-03-04 09:00', NULL, '{"reason": "too small"}'),
    -- The thank-you page opened again makes no product bought twice.
    ('a', 7, 'purchase',         '2026-03-05 09:00', 'K',  NULL),
    ('a', 9, 'view_item',        '2026-03-02 10:00', 'X',  NULL),
    ('a', 9, 'return_requested', '2026-03-02 10:00', NULL, '{"reason": "crawled"}')
) AS told (site, session, event, happened, item, params);
