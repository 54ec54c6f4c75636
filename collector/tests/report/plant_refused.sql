-- One visit that tells what its cart is worth as the checkout begins, is refused, and leaves: see checkout.rs.
INSERT INTO events BY NAME
SELECT
    uuid()                  AS event_id,
    'shop'                  AS site,
    5                       AS visitor_id,
    5                       AS session_id,
    event,
    TIMESTAMP '2026-03-02 09:00' + to_minutes(minute) AS occurred_at,
    occurred_at             AS received_at,
    'test'                  AS source,
    'desktop'               AS device,
    CASE WHEN value IS NOT NULL THEN 'EUR' END AS currency,
    value, params
FROM (VALUES
    ('begin_checkout',  0, 80,   NULL),
    ('payment_attempt', 1, NULL, '{"payment_type":"bank"}'),
    ('payment_error',   2, NULL, '{"error_type":"hard","error_code":"refused"}')
) AS told(event, minute, value, params);
