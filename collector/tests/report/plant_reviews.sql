-- Visits that look at a product, whose page says a second before what its reviews are: see friction.rs.
INSERT INTO events BY NAME
WITH cells AS (
    FROM (VALUES
        -- 3 of 5 or less, in whatever the page counts: of 100 order 10.
        ('{"og":"product","rating":2.4,"ratings":31}', 60, 6),
        ('{"og":"product","rating":6,"rating_best":10,"ratings":12}', 40, 4),
        -- Better, unrated, or not said: of 200 order 60.
        ('{"og":"product","rating":4.4,"ratings":80}', 60, 18),
        ('{"og":"product","rating":7,"rating_best":10}', 40, 12),
        ('{"og":"product","rating":0,"ratings":0}', 50, 15),
        -- What a list says of its first product is not said of the one that is looked at.
        ('{"types":"ItemList,Product,Product","rating":2.4}', 50, 15)
    ) AS cell(said, visits, orders)
), visits AS (
    SELECT said, n < orders AS orders, row_number() OVER () AS visit
    FROM cells CROSS JOIN range(100) AS r(n)
    WHERE n < visits
    UNION ALL
    -- Who leaves at once has come to no product, and is none of the others.
    SELECT NULL, false, 1000 + n FROM range(100) AS r(n)
), told AS (
    SELECT *, unnest([
        {'event': 'page_view', 'second': 0, 'params': NULL, 'value': NULL},
        -- Who has something in the cart already is at a product all the same.
        {'event': CASE WHEN said IS NOT NULL AND visit % 2 = 0 THEN 'add_to_cart' END, 'second': 0, 'params': NULL,
            'value': NULL},
        {'event': CASE WHEN said IS NOT NULL THEN 'content' END, 'second': 1, 'params': said, 'value': NULL},
        {'event': CASE WHEN said IS NOT NULL THEN 'view_item' END, 'second': 2, 'params': NULL, 'value': NULL},
        -- The same page again: its reviews are met twice.
        {'event': CASE WHEN said IS NOT NULL THEN 'content' END, 'second': 31, 'params': said, 'value': NULL},
        {'event': CASE WHEN orders THEN 'purchase' END, 'second': 60, 'params': NULL, 'value': 50}
    ], recursive := true)
    FROM visits
)
SELECT
    uuid()                                                  AS event_id,
    'shop'                                                  AS site,
    visit                                                   AS visitor_id,
    visit                                                   AS session_id,
    event,
    TIMESTAMP '2026-03-02 09:00' + to_seconds(second)       AS occurred_at,
    occurred_at                                             AS received_at,
    'test'                                                  AS source,
    'desktop'                                               AS device,
    '/p/' || visit % 7                                      AS page_path,
    CASE WHEN value IS NOT NULL THEN 'EUR' END              AS currency,
    value,
    CASE WHEN event = 'purchase' THEN 'T' || visit END      AS transaction_id,
    params
FROM told
WHERE event IS NOT NULL;
