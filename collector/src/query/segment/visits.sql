-- Visits for the tests of segments.
INSERT INTO events BY NAME
SELECT
    uuid() AS event_id, site, session_id AS visitor_id, session_id, event,
    TIMESTAMP '2026-01-01' + to_seconds(row_number() OVER ()) AS occurred_at, occurred_at AS received_at,
    'tracker' AS source, device, channel, country, page_path, touchpoint, utm_campaign,
    value, items, params, CASE event WHEN 'purchase' THEN 'A' END AS transaction_id
FROM (VALUES
    ('shop', 1, 'page_view', 'mobile', 'Email', 'IT', '/p/1', NULL, 'spring', NULL, NULL, NULL),
    ('shop', 1, 'view_item', 'mobile', NULL, 'IT', '/p/1', NULL, NULL, NULL, '[{"item_id": "SKU-1"}]', NULL),
    ('shop', 1, 'page_view', 'mobile', 'Direct', 'IT', '/thanks', NULL, NULL, NULL, NULL, NULL),
    ('shop', 1, 'purchase', 'mobile', NULL, 'IT', '/thanks', NULL, NULL, 120, NULL, NULL),
    ('shop', 2, 'page_view', 'mobile', 'Direct', 'DE', '/p/2', NULL, NULL, NULL, NULL, NULL),
    ('shop', 2, 'view_item', 'mobile', NULL, 'DE', '/p/2', NULL, NULL, NULL, '[{"item_id": "SKU-2"}]', NULL),
    ('shop', 2, 'js_error', 'mobile', NULL, 'DE', '/p/2', NULL, NULL, NULL, NULL, '{"error": "TypeError"}'),
    ('shop', 3, 'page_view', 'desktop', 'Direct', 'IT', '/p/2', NULL, NULL, NULL, NULL, NULL),
    ('shop', 3, 'view_item', 'desktop', NULL, 'IT', '/p/2', NULL, NULL, NULL, NULL, NULL),
    ('shop', 3, 'touchpoint', 'desktop', NULL, 'IT', '/p/2', 'size-guide', NULL, NULL, NULL, NULL),
    ('other', 4, 'a,b', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
) AS told (site, session_id, event, device, channel, country, page_path, touchpoint, utm_campaign, value,
    items, params);
