-- Touchpoints as visits met them, each with the step the visit was at, and those to which it came after that.
-- And, with no touchpoint, one row a visit and step that it came to: what the others are held against. Steps
-- are landing, view_item, add_to_cart and those of the checkout.
CREATE OR REPLACE MACRO touchpoint_visits(p_site, p_since, p_until, p_segment) AS TABLE
WITH visits AS MATERIALIZED (
    FROM shopping_visits(p_site, p_since, p_until, p_segment)
), checkout AS MATERIALIZED (
    FROM checkout_reached(p_site, p_since, p_until, p_segment)
), met AS MATERIALIZED (
    SELECT
        visits.*, touchpoint, first_at, seen > 0 OR stopped > 0 AS in_view, stopped, acted, attended_ms,
        CASE WHEN landing_at <= first_at THEN landing_at END AS landed_at,
        CASE WHEN view_at <= first_at THEN view_at END       AS viewed_at,
        CASE WHEN add_at <= first_at THEN add_at END         AS added_at
    FROM asked_touchpoints(p_site, p_since, p_until, p_segment) AS met JOIN visits USING (session_id)
    -- What is met after the order has not led to it.
    WHERE ordered_at IS NULL OR first_at < ordered_at
), in_checkout AS (
    -- Most visits never come to the checkout: only the others are looked up among its steps.
    SELECT
        session_id, touchpoint,
        max(reached_at) FILTER (reached_at <= first_at)           AS reached_at,
        arg_max(step, reached_at) FILTER (reached_at <= first_at) AS step,
        list(step) FILTER (reached_at > first_at)                 AS later_steps
    FROM met JOIN checkout USING (session_id)
    GROUP BY session_id, touchpoint
), placed AS (
    SELECT
        met.*,
        list_concat(
            list_filter([CASE WHEN view_at > first_at THEN 'view_item' END,
                CASE WHEN add_at > first_at THEN 'add_to_cart' END], lambda step: step IS NOT NULL),
            later_steps)                                          AS later_steps,
        -- Of those that it came to at once the furthest.
        CASE greatest(landed_at, viewed_at, added_at, reached_at)
            WHEN reached_at THEN step
            WHEN added_at   THEN 'add_to_cart'
            WHEN viewed_at  THEN 'view_item'
            WHEN landed_at  THEN 'landing'
        END                                                       AS step
    FROM met LEFT JOIN in_checkout USING (session_id, touchpoint)
)
SELECT
    site, session_id, touchpoint, device, first_at, in_view, stopped, acted, attended_ms, step, is_order,
    -- Not every source tells of a last step: whoever ordered has come further.
    is_order OR len(later_steps) > 0                              AS progressed,
    later_steps
FROM placed
WHERE step IS NOT NULL
UNION ALL BY NAME
SELECT site, session_id, NULL AS touchpoint, device, step, is_order
FROM visits JOIN (
    SELECT session_id, 'landing' AS step FROM visits WHERE landing_at IS NOT NULL
    UNION ALL
    SELECT session_id, 'view_item' FROM visits WHERE view_at IS NOT NULL
    UNION ALL
    SELECT session_id, 'add_to_cart' FROM visits WHERE add_at IS NOT NULL
    UNION ALL
    SELECT session_id, step FROM checkout
) USING (session_id);

COMMENT ON MACRO TABLE touchpoint_visits IS 'One row a touchpoint a visit: at which step it was met, to which it came after that, and whether it ordered; and one row a step a visit, with no touchpoint.';
