-- What people met on their way and what they ordered: one row a touchpoint that a visit acted on or attended
-- to, at the first time, or an order, of a person. What was only in view is left out: it is passed by.
-- place, the order of arrival, settles equal times.
CREATE OR REPLACE MACRO touches(p_site, p_since, p_until, p_segment) AS TABLE
WITH met AS MATERIALIZED (
    SELECT session_id, touchpoint, any_value(site) AS site, any_value(visitor_id) AS visitor_id,
        min(occurred_at) AS happened_at, min(place) AS place
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE touchpoint IS NOT NULL AND (event = 'touchpoint' AND action IN ('acted', 'attended')
        -- Of a call or a visit to the store the event itself says what it is.
        OR event NOT IN ('touchpoint', 'purchase', 'refund') AND NOT on_page(source, device))
    GROUP BY session_id, touchpoint
), ordered AS MATERIALIZED (
    SELECT site, session_id, visitor_id, ordered_at,
        lag(ordered_at) OVER (PARTITION BY session_id ORDER BY ordered_at, transaction_id) AS before_at
    FROM asked_orders(p_site, p_since, p_until, p_segment)
), done AS (
    SELECT site, visitor_id, happened_at, false AS is_order, touchpoint, place FROM met
    UNION ALL
    -- What has led to a visit's first order has led to its next.
    SELECT met.site, met.visitor_id, ordered_at, false, touchpoint, place
    FROM met JOIN ordered USING (session_id)
    WHERE happened_at <= before_at
    UNION ALL
    SELECT site, visitor_id, ordered_at, true, NULL, NULL FROM ordered
)
SELECT done.site AS site, coalesce(person_id, done.visitor_id) AS person_id, happened_at, is_order, touchpoint, place
FROM done LEFT JOIN people ON people.site = done.site AND people.visitor_id = done.visitor_id;

COMMENT ON MACRO TABLE touches IS 'One row a touchpoint that a visit acted on or attended to, or an order, of a person; one before a visit''s second order, again with that.';
