-- 160 days of 80 visits that come to the payment: eight of ten order, but for mobiles from 1 to 12 March,
-- where variable harmed is true: of those four of ten.
INSERT INTO events BY NAME
WITH visits AS (
    SELECT
        day, nth, day * 1000 + nth AS visit,
        DATE '2026-01-01' + day::INTEGER AS on_day,
        CASE nth % 2 WHEN 0 THEN 'mobile' ELSE 'desktop' END AS device,
        CASE nth % 5 WHEN 0 THEN 'DE' WHEN 1 THEN 'FR' ELSE 'IT' END AS country,
        hash(day, nth) % 10 AS chance
    FROM range(160) AS days (day), range(80) AS visits (nth)
), told AS (
    SELECT *, unnest(CASE
        WHEN chance < 2 THEN ['add_payment_info']
        WHEN getvariable('harmed') AND device = 'mobile' AND chance < 6
            AND on_day BETWEEN DATE '2026-03-01' AND DATE '2026-03-12' THEN ['add_payment_info']
        ELSE ['add_payment_info', 'purchase'] END) AS event
    FROM visits
)
SELECT
    uuid() AS event_id, 'shop' AS site, visit AS visitor_id, visit AS session_id, event,
    on_day + INTERVAL 12 HOUR AS occurred_at, occurred_at AS received_at, 'test' AS source,
    device, country,
    CASE event WHEN 'purchase' THEN visit::VARCHAR END AS transaction_id,
    CASE event WHEN 'purchase' THEN 20 END AS value
FROM told;
