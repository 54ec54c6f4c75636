-- A visit that orders twice, and one whose order a call to the shop led to: see touchpoints.rs.
INSERT INTO events BY NAME
SELECT
    uuid()                                                AS event_id,
    'shop'                                                AS site,
    visitor                                               AS visitor_id,
    visitor                                               AS session_id,
    event,
    TIMESTAMP '2026-03-02 09:00' + to_seconds(second)     AS occurred_at,
    occurred_at                                           AS received_at,
    CASE event WHEN 'phone_call' THEN 'offline' ELSE 'test' END AS source,
    CASE WHEN event <> 'phone_call' THEN 'desktop' END    AS device,
    touchpoint,
    CASE WHEN touchpoint IS NOT NULL THEN 'acted' END     AS action,
    CASE WHEN event = 'purchase' THEN 'T' || visitor || '-' || second END AS transaction_id
FROM (VALUES
    (1, 'touchpoint', 1, 'a'),
    (1, 'purchase',   5, NULL),
    (1, 'touchpoint', 6, 'a'),
    (1, 'purchase',   9, NULL),
    (2, 'phone_call', 1, 'phone'),
    (2, 'purchase',   9, NULL)
) AS told (visitor, event, second, touchpoint);
