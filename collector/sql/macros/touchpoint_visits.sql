-- Touchpoints as visits met them, each with the step the visit was at, and whether it came further. And,
-- with no touchpoint, one row a visit and step that it came to: what the others are held against.
CREATE OR REPLACE MACRO touchpoint_visits(p_site, p_since, p_until, p_segment) AS TABLE
WITH ways AS MATERIALIZED (
    FROM reached(p_site, p_since, p_until, p_segment)
)
SELECT
    site, session_id, touchpoint,
    any_value(device)                           AS device,
    any_value(first_at)                         AS first_at,
    any_value(seen) > 0 OR any_value(stopped) > 0 AS in_view,
    any_value(stopped)                          AS stopped,
    any_value(acted)                            AS acted,
    any_value(attended_ms)                      AS attended_ms,
    -- No ASOF JOIN: where few rows are expected DuckDB makes a loop of it.
    arg_max(step, reached_at) FILTER (reached_at <= first_at) AS step,
    coalesce(any_value(ordered_at) > any_value(first_at), false) AS is_order,
    -- Not every source tells of a last step: whoever ordered has come further.
    bool_or(reached_at > first_at) OR coalesce(any_value(ordered_at) > any_value(first_at), false) AS progressed,
    list(step) FILTER (reached_at > first_at)   AS later_steps
FROM asked_touchpoints(p_site, p_since, p_until, p_segment) AS met
JOIN ways USING (site, session_id)
-- What is met after the order has not led to it.
WHERE ordered_at IS NULL OR first_at < ordered_at
GROUP BY site, session_id, touchpoint
HAVING step IS NOT NULL
UNION ALL BY NAME
SELECT site, session_id, NULL AS touchpoint, device, step, is_order FROM ways;

COMMENT ON MACRO TABLE touchpoint_visits IS 'One row a touchpoint a visit: at which step it was met, to which it came after that, and whether it ordered; and one row a step a visit, with no touchpoint.';
