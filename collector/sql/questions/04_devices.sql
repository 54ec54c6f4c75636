-- What share of visits orders, by device?
SELECT
    device,
    count(*)                             AS visits,
    count(*) FILTER (orders > 0)         AS ordering,
    round(avg((orders > 0)::INTEGER), 4) AS rate
FROM sessions
WHERE device IS NOT NULL
GROUP BY ALL
ORDER BY visits DESC;
