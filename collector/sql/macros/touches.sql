-- What people met on their way and what they ordered: one row a touchpoint that a visit acted on or attended
-- to, at the first time, or an order, of a person. What was only in view is left out: it is passed by.
CREATE OR REPLACE MACRO touches(p_site, p_since, p_until, p_segment) AS TABLE
SELECT done.site AS site, coalesce(person_id, done.visitor_id) AS person_id, happened_at, is_order, touchpoint
FROM (
    SELECT site, any_value(visitor_id) AS visitor_id, min(occurred_at) AS happened_at, false AS is_order,
        touchpoint
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE event = 'touchpoint' AND touchpoint IS NOT NULL AND action IN ('acted', 'attended')
    GROUP BY site, session_id, touchpoint
    UNION ALL
    SELECT site, visitor_id, ordered_at, true, NULL
    FROM asked_orders(p_site, p_since, p_until, p_segment)
) AS done
LEFT JOIN people ON people.site = done.site AND people.visitor_id = done.visitor_id;

COMMENT ON MACRO TABLE touches IS 'One row a touchpoint that a visit acted on or attended to, or an order, of a person.';
