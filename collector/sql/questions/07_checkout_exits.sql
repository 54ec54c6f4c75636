-- At which step of the checkout do visits end that do not order?
WITH last AS (
    SELECT session_id, arg_max(step, entered_at) AS step, bool_or(step = 'done') AS done
    FROM checkout_steps
    GROUP BY ALL
)
SELECT step, count(*) AS visits
FROM last
WHERE NOT done
GROUP BY ALL
ORDER BY visits DESC, step;
