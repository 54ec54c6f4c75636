-- The sites that have events, and from when to when.
SELECT site, epoch_us(min(occurred_at)) AS first_at, epoch_us(max(occurred_at)) AS last_at
FROM events
GROUP BY site
ORDER BY site;
