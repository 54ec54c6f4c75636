-- A shop that tells of its checkout what Google's tags do, and no steps: 1,000 visits put something worth 40
-- into the cart, 400 begin the checkout, 300 say how they pay. Of these 100 are refused, of whom 30 order; of
-- the other 200 do 160. 20 of the 400 look at what is said of returns.
INSERT INTO events BY NAME
WITH told AS (
    SELECT visit, unnest([
        {'event': 'page_view', 'second': 0, 'holds': true},
        {'event': 'view_item', 'second': 1, 'holds': true},
        {'event': 'add_to_cart', 'second': 2, 'holds': true},
        {'event': 'begin_checkout', 'second': 3, 'holds': visit < 400},
        {'event': 'doubt', 'second': 4, 'holds': visit < 400 AND visit % 20 = 0},
        {'event': 'add_payment_info', 'second': 5, 'holds': visit < 300},
        {'event': 'payment_error', 'second': 6, 'holds': visit < 100},
        {'event': 'purchase', 'second': 7, 'holds': visit < 30 OR visit BETWEEN 100 AND 259}
    ], recursive := true)
    FROM range(1000) AS visits(visit)
)
SELECT
    uuid()                                                       AS event_id,
    'shop'                                                       AS site,
    visit                                                        AS visitor_id,
    visit                                                        AS session_id,
    event,
    TIMESTAMP '2026-03-02 09:00' + to_seconds(second)            AS occurred_at,
    occurred_at                                                  AS received_at,
    'ga4'                                                        AS source,
    CASE visit % 2 WHEN 0 THEN 'mobile' ELSE 'desktop' END       AS device,
    CASE WHEN event IN ('add_to_cart', 'begin_checkout', 'purchase') THEN 40 END AS value,
    CASE WHEN value IS NOT NULL THEN 'EUR' END                   AS currency,
    CASE WHEN event = 'purchase' THEN 'T' || visit END           AS transaction_id,
    CASE event WHEN 'doubt' THEN '{"about":"returns","how":"hovered"}'
        WHEN 'payment_error' THEN '{"error_type":"hard","error_code":"declined"}' END AS params
FROM told
WHERE holds;
