-- Payments with and without rage clicks, on three kinds of devices: (with, no order), (with, order),
-- (without, no order), (without, order) = (60, 40, 300, 600), (25, 15, 120, 180), (4, 8, 30, 70).
-- Every cart is worth 50.
INSERT INTO events BY NAME
WITH cells AS (
    FROM (VALUES
        ('desktop', true, false, 60), ('desktop', true, true, 40),
        ('desktop', false, false, 300), ('desktop', false, true, 600),
        ('mobile', true, false, 25), ('mobile', true, true, 15),
        ('mobile', false, false, 120), ('mobile', false, true, 180),
        ('tablet', true, false, 4), ('tablet', true, true, 8),
        ('tablet', false, false, 30), ('tablet', false, true, 70)
    ) AS cell(device, meets, orders, visits)
), visits AS (
    SELECT device, meets, orders, row_number() OVER () AS visit
    FROM cells CROSS JOIN range(1000) AS r(n)
    WHERE n < visits
), told AS (
    SELECT *, unnest([
        {'event': 'page_view', 'second': 0, 'params': NULL, 'value': NULL},
        {'event': 'checkout_step', 'second': 1, 'params': '{"step":"payment"}', 'value': NULL},
        {'event': 'add_payment_info', 'second': 2, 'params': '{"payment_type":"card"}', 'value': 50},
        {'event': CASE WHEN meets THEN 'click' END, 'second': 3,
            'params': '{"element":"button.pay","friction":["rage"]}', 'value': NULL},
        {'event': CASE WHEN orders THEN 'purchase' END, 'second': 4, 'params': NULL, 'value': 50}
    ], recursive := true)
    FROM visits
)
SELECT
    uuid()                                                  AS event_id,
    'shop'                                                  AS site,
    visit                                                   AS visitor_id,
    visit                                                   AS session_id,
    event,
    TIMESTAMP '2026-03-02 09:00' + to_seconds(second)           AS occurred_at,
    occurred_at                                             AS received_at,
    'test'                                                  AS source,
    device,
    CASE WHEN value IS NOT NULL THEN 'EUR' END              AS currency,
    value,
    CASE WHEN event = 'purchase' THEN 'T' || visit END      AS transaction_id,
    params
FROM told
WHERE event IS NOT NULL;
