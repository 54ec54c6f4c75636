-- How many visits met each touchpoint, for how long in the middle, and how many used it?
SELECT
    touchpoint,
    count(*)                                            AS visits,
    count(*) FILTER (acted > 0)                         AS used,
    round(quantile_cont(attended_ms, 0.5) / 1000, 1)    AS middle_s
FROM touchpoints
GROUP BY ALL
ORDER BY visits DESC, touchpoint;
