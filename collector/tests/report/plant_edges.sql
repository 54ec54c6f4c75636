-- A visit over the end of a month, an order that the server tells before the page does, a till's receipt, a
-- parcel, a step of the shop's own name, and a stranger who says an order's number again under an earlier date.
INSERT INTO events BY NAME
SELECT
    uuid() AS event_id, 'shop' AS site, visitor_id, session_id, event, told::TIMESTAMP AS occurred_at,
    received::TIMESTAMP AS received_at, source, channel, CASE WHEN source = 'tracker' THEN 'desktop' END AS device,
    transaction_id, value, CASE WHEN value IS NOT NULL THEN 'EUR' END AS currency, params
FROM (VALUES
    (3,  31,  'purchase',        '2025-02-01 12:00:00', '2025-02-01 12:00:00', 'tracker', 'Email',  'D',  7.00, NULL),
    (1,  11,  'page_view',       '2026-10-31 23:50:00', '2026-10-31 23:50:00', 'tracker', 'Email',  NULL, NULL, NULL),
    (1,  11,  'purchase',        '2026-11-01 00:05:00', '2026-11-01 00:05:00', 'tracker', NULL,     'A', 10.00, NULL),
    (2,  21,  'page_view',       '2026-11-02 10:00:00', '2026-11-02 10:00:00', 'tracker', 'Email',  NULL, NULL, NULL),
    (91, 911, 'purchase',        '2026-11-02 10:01:00', '2026-11-02 10:01:00', 'server',  NULL,     'B', 30.00, NULL),
    (2,  21,  'purchase',        '2026-11-02 10:01:03', '2026-11-02 10:01:03', 'tracker', NULL,     'B', 20.00, NULL),
    (92, 921, 'purchase',        '2026-11-02 15:00:00', '2026-11-02 23:00:00', 'offline', 'Store',  'C',  5.00, NULL),
    (90, 901, 'order_delivered', '2026-11-03 09:00:00', '2026-11-03 09:00:00', 'server',  NULL,     'A',  NULL, NULL),
    (66, 661, 'page_view',       '2026-11-20 08:00:00', '2026-11-20 08:00:00', 'tracker', 'Direct', NULL, NULL, NULL),
    (66, 661, 'checkout_step',   '2026-11-20 08:01:00', '2026-11-20 08:01:00', 'tracker', NULL,     NULL, NULL, '{"step": "billing"}'),
    (66, 662, 'purchase',        '2026-10-30 08:00:00', '2026-11-20 08:02:00', 'tracker', NULL,     'A',  0.01, NULL)
) AS planted (visitor_id, session_id, event, told, received, source, channel, transaction_id, value, params);
