-- Which frictions did visits meet, and at which step?
SELECT kind, coalesce(step, '') AS step, count(DISTINCT session_id) AS visits
FROM friction
GROUP BY ALL
ORDER BY visits DESC, kind, step;
