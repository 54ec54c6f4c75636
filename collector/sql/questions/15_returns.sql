-- Why do orders come back?
SELECT params->>'reason' AS reason, count(DISTINCT transaction_id) AS orders
FROM events
WHERE event = 'return_requested'
GROUP BY ALL
ORDER BY orders DESC, reason;
