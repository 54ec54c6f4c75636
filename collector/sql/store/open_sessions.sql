-- Visits that may still go on, to be taken up after a restart. $1: since when, received_at.
SELECT
    visitor_id,
    session_id,
    epoch_us(min(occurred_at)) AS first,
    epoch_us(max(occurred_at)) AS last
FROM events
WHERE received_at >= make_timestamp($1) AND source IN ('tracker', 'fallback', 'server')
GROUP BY visitor_id, session_id
ORDER BY last;
