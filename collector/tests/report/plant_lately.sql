-- A cart of yesterday, and a visitor who can be met again and was met ten days ago: see shop.rs.
INSERT INTO events BY NAME
SELECT
    uuid()                                        AS event_id,
    'shop'                                        AS site,
    1                                             AS visitor_id,
    days                                          AS session_id,
    event,
    now()::TIMESTAMP - to_days(days)              AS occurred_at,
    occurred_at                                   AS received_at,
    'tracker'                                     AS source,
    'granted'                                     AS consent,
    'desktop'                                     AS device,
    value,
    CASE WHEN value IS NOT NULL THEN 'EUR' END    AS currency
FROM (VALUES (10, 'page_view', NULL), (1, 'add_to_cart', 20)) AS told (days, event, value);
