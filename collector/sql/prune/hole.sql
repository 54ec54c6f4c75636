-- The last time in which nothing was received for over a week, where it ended within the last month: its days,
-- and when it ended, in microseconds since 1970. $1: now. What was received later than now is a wrong clock's.
WITH days AS (
    SELECT DISTINCT received_at::DATE AS day FROM events WHERE received_at <= make_timestamp($1)
    UNION
    SELECT make_timestamp($1)::DATE
),
steps AS (
    SELECT day - lag(day) OVER (ORDER BY day) AS step, day FROM days
)
SELECT step::BIGINT AS days, epoch_us(day::TIMESTAMP) AS ended
FROM steps
WHERE step > 7 AND day > make_timestamp($1)::DATE - 30
ORDER BY day DESC
LIMIT 1;
