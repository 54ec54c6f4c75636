-- Why do orders come back?
SELECT params->>'reason' AS reason, count(DISTINCT (site, transaction_id)) AS orders
FROM asked(NULL, NULL, NULL, NULL)
WHERE event = 'return_requested' AND transaction_id IS NOT NULL
GROUP BY ALL
ORDER BY orders DESC, reason;
