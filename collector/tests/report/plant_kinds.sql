-- Four visits to the pages of a shop whose till and telephone are imported: see touchpoints.rs.
INSERT INTO events BY NAME
SELECT
    uuid()                                                AS event_id,
    'shop'                                                AS site,
    visit                                                 AS visitor_id,
    visit                                                 AS session_id,
    event,
    TIMESTAMP '2026-03-02 09:00' + to_seconds(second)     AS occurred_at,
    occurred_at                                           AS received_at,
    'test'                                                AS source,
    'desktop'                                             AS device,
    channel, touchpoint, action,
    CASE WHEN event = 'purchase' THEN 'T' || visit END    AS transaction_id
FROM (VALUES
    (1, 'page_view',   0, NULL, NULL, NULL),
    (1, 'touchpoint',  1, NULL, 'size-table', 'seen'),
    (1, 'touchpoint',  2, NULL, 'video-intro', 'acted'),
    (1, 'purchase',   60, NULL, NULL, NULL),
    -- After the order: it has not led to it.
    (1, 'touchpoint', 90, NULL, 'testimonials', 'acted'),
    (2, 'page_view',   0, NULL, NULL, NULL),
    (2, 'touchpoint',  1, NULL, 'video-intro', 'seen'),
    (2, 'touchpoint',  3, NULL, 'video-intro', 'acted'),
    (3, 'page_view',   0, 'QR and Receipt Codes', NULL, NULL),
    (3, 'touchpoint',  1, NULL, 'testimonials', 'seen'),
    (3, 'purchase',   60, NULL, NULL, NULL),
    (4, 'page_view',   0, NULL, NULL, NULL),
    (4, 'touchpoint',  1, NULL, 'hello', 'seen')
) AS told (visit, event, second, channel, touchpoint, action);
