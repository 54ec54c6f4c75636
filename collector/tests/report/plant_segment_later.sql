-- One visit that had not bought buys.
INSERT INTO events BY NAME
SELECT
    uuid() AS event_id, 'shop' AS site, visitor_id, session_id, 'purchase' AS event,
    max(occurred_at) + INTERVAL 1 MINUTE AS occurred_at, max(occurred_at) AS received_at, 'test' AS source,
    50 AS value, 'EUR' AS currency, 'LATER' AS transaction_id
FROM events
GROUP BY visitor_id, session_id
HAVING count(*) FILTER (event = 'purchase') = 0
ORDER BY session_id
LIMIT 1;
