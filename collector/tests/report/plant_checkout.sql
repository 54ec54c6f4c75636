-- A few visits to the checkout whose doubts and payments can be counted by hand: see checkout.rs.
INSERT INTO events BY NAME
SELECT
    uuid()                  AS event_id,
    'shop'                  AS site,
    visit                   AS visitor_id,
    visit                   AS session_id,
    event,
    TIMESTAMP '2026-03-02 09:00' + to_minutes(minute) AS occurred_at,
    occurred_at             AS received_at,
    'test'                  AS source,
    'desktop'               AS device,
    CASE WHEN value IS NOT NULL THEN 'EUR' END AS currency,
    value,
    CASE WHEN event = 'purchase' THEN 'T' || visit END AS transaction_id,
    params
FROM (VALUES
    -- 1 leaves for the returns, comes back, has a card declined twice, and pays by PayPal.
    (1, 'checkout_step',    0, NULL, '{"step":"payment"}'),
    (1, 'doubt',            1, NULL, '{"about":"returns","how":"left"}'),
    (1, 'checkout_step',    3, NULL, '{"step":"payment"}'),
    (1, 'add_payment_info', 4, 40,   '{"payment_type":"card"}'),
    (1, 'payment_attempt',  5, NULL, '{"payment_type":"card"}'),
    (1, 'payment_error',    6, NULL, '{"error_type":"soft","error_code":"declined"}'),
    (1, 'payment_attempt',  7, NULL, '{"payment_type":"card"}'),
    (1, 'payment_error',    8, NULL, '{"error_type":"hard","error_code":"expired","payment_type":"card"}'),
    (1, 'payment_attempt',  9, NULL, '{"payment_type":"paypal"}'),
    (1, 'purchase',        10, 40,   '{"payment_type":"paypal"}'),
    -- 2 leaves for the returns and stays away.
    (2, 'checkout_step',    0, NULL, '{"step":"payment"}'),
    (2, 'add_payment_info', 1, 30,   '{"payment_type":"card"}'),
    (2, 'doubt',            2, NULL, '{"about":"returns","how":"left"}'),
    -- 3 hunts for a coupon, hesitates at the card for 12 s, is declined, tries again and gives up.
    (3, 'checkout_step',    0, NULL, '{"step":"payment"}'),
    (3, 'friction',         1, NULL, '{"kind":"coupon_hunt"}'),
    (3, 'add_payment_info', 2, 25,   '{"payment_type":"card"}'),
    (3, 'payment_attempt',  3, NULL, '{"payment_type":"card"}'),
    (3, 'payment_error',    4, NULL, '{"error_type":"soft","error_code":"declined"}'),
    (3, 'payment_attempt',  5, NULL, '{"payment_type":"card"}'),
    (3, 'field',            6, NULL, '{"form":"pay","field":"cc-number","hesitation_ms":12000}'),
    -- 4 looks at what is said of security, hesitates for 2 s, which is nothing, and pays.
    (4, 'checkout_step',    0, NULL, '{"step":"payment"}'),
    (4, 'doubt',            1, NULL, '{"about":"security","how":"hovered"}'),
    (4, 'field',            2, NULL, '{"form":"pay","field":"cc-number","hesitation_ms":2000}'),
    (4, 'payment_attempt',  3, NULL, '{"payment_type":"card"}'),
    (4, 'purchase',         4, 60,   '{"payment_type":"card"}')
) AS told(visit, event, minute, value, params);
