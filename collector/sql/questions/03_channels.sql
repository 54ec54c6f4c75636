-- Which channels bring visits, and which of these order?
SELECT s.channel, count(*) AS visits, count(*) FILTER (s.orders > 0) AS ordering
FROM sessions s
WHERE s.channel IS NOT NULL
GROUP BY ALL
ORDER BY visits DESC, s.channel;
