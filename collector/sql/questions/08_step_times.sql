-- How many seconds do visits spend in each step of the checkout: the middle and the slow tenth?
SELECT
    step,
    count(DISTINCT session_id)                        AS visits,
    round(quantile_cont(step_ms, 0.5) / 1000, 1)      AS middle_s,
    round(quantile_cont(step_ms, 0.9) / 1000, 1)      AS slow_s
FROM checkout_steps
GROUP BY ALL
ORDER BY visits DESC, step;
