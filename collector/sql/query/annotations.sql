-- The changes noted in a period, at a site or at all.
SELECT name, on_day::VARCHAR AS on_day, (on_day - DATE '1970-01-01')::INTEGER AS day, note, site, step, segment
FROM annotations
WHERE ($site::VARCHAR IS NULL OR site IS NULL OR site = $site::VARCHAR)
    AND ($since::TIMESTAMP IS NULL OR on_day >= $since::TIMESTAMP::DATE)
    AND ($until::TIMESTAMP IS NULL OR on_day < $until::TIMESTAMP)
ORDER BY on_day, name;
