-- A small shop whose answers can be reckoned by hand: see shop.rs.
INSERT INTO events BY NAME
SELECT
    uuid()                  AS event_id,
    'shop'                  AS site,
    visitor                 AS visitor_id,
    visitor * 100 + visit   AS session_id,
    event,
    happened::TIMESTAMP     AS occurred_at,
    occurred_at             AS received_at,
    'test'                  AS source,
    CASE visitor % 2 WHEN 0 THEN 'mobile' ELSE 'desktop' END AS device,
    CASE WHEN event = 'page_view' THEN 'Direct' END AS channel,
    CASE WHEN value IS NOT NULL THEN 'EUR' END AS currency,
    value, transaction_id, params
FROM (VALUES
    -- 1 orders at once; the thank-you page is loaded twice.
    (1, 1, 'page_view',        '2026-03-02 09:00', NULL, NULL, NULL),
    (1, 1, 'add_to_cart',      '2026-03-02 09:05', 20,   NULL, NULL),
    (1, 1, 'begin_checkout',   '2026-03-02 09:10', 20,   NULL, NULL),
    (1, 1, 'purchase',         '2026-03-02 09:15', 20,   'A', NULL),
    (1, 1, 'purchase',         '2026-03-02 09:16', 20,   'A', NULL),
    (1, 2, 'order_delivered',  '2026-03-04 09:15', NULL, 'A', NULL),
    (1, 2, 'return_requested', '2026-03-05 10:00', NULL, 'A', '{"reason": "too small"}'),
    (1, 2, 'return_resolved',  '2026-03-05 22:00', NULL, 'A', NULL),
    -- 2 leaves a cart of 30 + 12 - 30, comes back after a day, and orders it.
    (2, 1, 'page_view',        '2026-03-02 10:00', NULL, NULL, NULL),
    (2, 1, 'add_to_cart',      '2026-03-02 10:01', 30,   NULL, NULL),
    (2, 1, 'add_to_cart',      '2026-03-02 10:02', 12,   NULL, NULL),
    (2, 1, 'remove_from_cart', '2026-03-02 10:03', 30,   NULL, NULL),
    (2, 2, 'page_view',        '2026-03-03 10:00', NULL, NULL, NULL),
    (2, 2, 'begin_checkout',   '2026-03-03 10:05', 12,   NULL, NULL),
    (2, 2, 'purchase',         '2026-03-03 10:06', 12,   'B', NULL),
    (2, 2, 'order_delivered',  '2026-03-07 10:06', NULL, 'B', NULL),
    -- 3 leaves one for good in the checkout; a chat is answered after 90 s, another never.
    (3, 1, 'page_view',        '2026-03-02 11:00', NULL, NULL, NULL),
    (3, 1, 'add_to_cart',      '2026-03-02 11:01', 50,   NULL, NULL),
    (3, 1, 'begin_checkout',   '2026-03-02 11:02', 55,   NULL, NULL),
    (3, 1, 'chat_opened',      '2026-03-02 11:03', NULL, NULL, NULL),
    (3, 1, 'chat_replied',     '2026-03-02 11:04:30', NULL, NULL, NULL),
    (3, 1, 'chat_opened',      '2026-03-02 11:20', NULL, NULL, NULL),
    -- 4 leaves one, and orders something else a month later.
    (4, 1, 'page_view',        '2026-03-09 12:00', NULL, NULL, NULL),
    (4, 1, 'add_to_cart',      '2026-03-09 12:01', 5,    NULL, NULL),
    (4, 2, 'page_view',        '2026-04-13 12:00', NULL, NULL, NULL),
    (4, 2, 'add_to_cart',      '2026-04-13 12:01', 7,    NULL, NULL),
    (4, 2, 'purchase',         '2026-04-13 12:02', 7,    'C', NULL),
    -- 5 has one open at the end of the period.
    (5, 1, 'page_view',        '2026-04-30 23:20', NULL, NULL, NULL),
    (5, 1, 'add_to_cart',      '2026-04-30 23:30', 9,    NULL, NULL)
) AS told (visitor, visit, event, happened, value, transaction_id, params);
