-- Orders told again, by a server, by a reload and from a bookmark, beside a cart of later: see again.rs.
INSERT INTO events BY NAME
SELECT
    uuid()                                                AS event_id,
    'shop'                                                AS site,
    session // 10                                         AS visitor_id,
    session                                               AS session_id,
    event,
    happened::TIMESTAMP                                   AS occurred_at,
    occurred_at                                           AS received_at,
    CASE WHEN session > 90 THEN 'server' ELSE 'tracker' END AS source,
    CASE WHEN session < 90 THEN 'desktop' END             AS device,
    CASE WHEN session < 90 THEN 'granted' END             AS consent,
    value, transaction_id,
    CASE WHEN value IS NOT NULL THEN 'EUR' END            AS currency,
    CASE WHEN event = 'payment_attempt' THEN '{"payment_type": "card"}' END AS params
FROM (VALUES
    -- Anna orders at the end of October; the server tells it in November.
    (11, 'page_view',       '2026-10-31 23:40', NULL, NULL),
    (11, 'add_to_cart',     '2026-10-31 23:45', 20,   NULL),
    (11, 'begin_checkout',  '2026-10-31 23:50', 20,   NULL),
    (11, 'payment_attempt', '2026-10-31 23:55', NULL, NULL),
    (11, 'purchase',        '2026-10-31 23:59', 20,   'A'),
    (91, 'purchase',        '2026-11-01 00:01', 20,   'A'),
    -- She puts something into a cart, tries to pay, and opens the thank-you page of her order again.
    (12, 'page_view',       '2026-11-05 10:00', NULL, NULL),
    (12, 'add_to_cart',     '2026-11-05 10:01', 30,   NULL),
    (12, 'payment_attempt', '2026-11-05 10:02', NULL, NULL),
    (12, 'purchase',        '2026-11-05 10:05', 20,   'A'),
    -- And once more, from a bookmark.
    (13, 'page_view',       '2026-11-06 10:00', NULL, NULL),
    (13, 'purchase',        '2026-11-06 10:01', 20,   'A'),
    -- Ben orders twice, ten days apart; the first thank-you page is loaded twice.
    (21, 'page_view',       '2026-10-10 10:00', NULL, NULL),
    (21, 'purchase',        '2026-10-10 10:05', 40,   'B'),
    (21, 'purchase',        '2026-10-10 10:06', 40,   'B'),
    (22, 'page_view',       '2026-10-20 10:00', NULL, NULL),
    (22, 'purchase',        '2026-10-20 10:05', 10,   'C')
) AS told (session, event, happened, value, transaction_id);
