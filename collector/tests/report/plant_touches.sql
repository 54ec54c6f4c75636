-- Journeys over two touchpoints: see touchpoints.rs.
INSERT INTO events BY NAME
SELECT
    uuid()                                                AS event_id,
    'shop'                                                AS site,
    visitor                                               AS visitor_id,
    visitor * 1000 + day                                  AS session_id,
    CASE WHEN touchpoint IS NULL THEN 'purchase' ELSE 'touchpoint' END AS event,
    TIMESTAMP '2026-03-02 09:00' + to_days(day) + to_seconds(second) AS occurred_at,
    occurred_at                                           AS received_at,
    'test'                                                AS source,
    'desktop'                                             AS device,
    identity, touchpoint, action,
    CASE WHEN touchpoint IS NULL THEN 'T' || visitor END  AS transaction_id
FROM (VALUES
    -- 1: a, and orders.
    (1, 0, 1, NULL, 'a', 'attended'),
    (1, 0, 9, NULL, NULL, NULL),
    -- 2 meets a on the phone, twice in a visit, and b where it orders, as 12: one person.
    (2, 0, 1, 'X', 'a', 'acted'),
    (2, 0, 4, 'X', 'a', 'attended'),
    (12, 3, 1, 'X', 'b', 'acted'),
    (12, 3, 9, 'X', NULL, NULL),
    -- 3 and 4 do not order.
    (3, 0, 1, NULL, 'b', 'attended'),
    (4, 0, 1, NULL, 'a', 'acted'),
    -- 5 has met b too long ago, and has only seen a.
    (5, -100, 1, NULL, 'b', 'acted'),
    (5, 0, 1, NULL, 'a', 'seen'),
    (5, 0, 9, NULL, NULL, NULL)
) AS told (visitor, day, second, identity, touchpoint, action);
