-- 400 visits on phones and desktops by four channels, of which some look, put into the cart, meet an
-- error, buy. Where variable alone is true only those are stored that bought for 100 or more, or that came
-- on a phone by e-mail, looked, and did not buy: chosen by how they are made, not by what is stored.
INSERT INTO events BY NAME
WITH visits AS (
    SELECT
        nth AS visit,
        TIMESTAMP '2026-03-01' + to_hours((nth * 3)::INTEGER) AS began,
        CASE nth % 2 WHEN 0 THEN 'mobile' ELSE 'desktop' END AS device,
        ['Email', 'Direct', 'Paid Search', 'Organic Search'][(hash(nth, 1) % 4 + 1)::INTEGER] AS channel,
        (hash(nth, 2) % 5)::INTEGER AS came,
        (10 + hash(nth, 3) % 190)::DECIMAL(18, 4) AS price
    FROM range(400) AS visits (nth)
), told AS (
    SELECT *, unnest(['page_view', 'view_item', 'add_to_cart', 'js_error', 'purchase'][1:came + 1]) AS event
    FROM visits
    WHERE NOT getvariable('alone')
        OR came = 4 AND price >= 100
        OR device = 'mobile' AND channel = 'Email' AND came BETWEEN 1 AND 3
)
SELECT
    md5(visit || event)::UUID AS event_id, 'shop' AS site, visit % 150 AS visitor_id, visit AS session_id, event,
    began + to_seconds((CASE event WHEN 'page_view' THEN 0 WHEN 'view_item' THEN 10 WHEN 'add_to_cart' THEN 20
        WHEN 'js_error' THEN 30 ELSE 40 END)::INTEGER) AS occurred_at,
    occurred_at AS received_at, 'test' AS source, device, '/p/' || visit % 7 AS page_path,
    CASE event WHEN 'page_view' THEN channel END AS channel,
    CASE WHEN event IN ('add_to_cart', 'purchase') THEN price END AS value,
    CASE WHEN event IN ('add_to_cart', 'purchase') THEN 'EUR' END AS currency,
    CASE event WHEN 'js_error' THEN '{"error": "TypeError"}' END AS params,
    CASE event WHEN 'purchase' THEN 'O-' || visit END AS transaction_id
FROM told
ORDER BY occurred_at;
