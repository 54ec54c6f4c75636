-- At which hours (UTC) of which weekdays do people come, and at which do they order? Monday is 1.
SELECT
    isodow(started_at)              AS weekday,
    hour(started_at)                AS hour,
    count(*)                        AS visits,
    count(*) FILTER (orders > 0)    AS ordering
FROM sessions
WHERE landing_path IS NOT NULL
GROUP BY ALL
ORDER BY weekday, hour;
