-- What people came by, and what they ordered: one row a visit or an order, in the order of time.
CREATE OR REPLACE MACRO contacts(p_site, p_since, p_until, p_segment) AS TABLE
WITH visits AS (
    SELECT
        site,
        any_value(visitor_id)         AS visitor_id,
        session_id,
        min(occurred_at)              AS happened_at,
        -- Who orders came by some way, told or not.
        coalesce(arg_min(channel, occurred_at), 'Unassigned') AS channel
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE channel IS NOT NULL OR event = 'purchase'
    GROUP BY site, session_id
), both_kinds AS (
    SELECT site, visitor_id, session_id, happened_at, channel, NULL AS transaction_id, NULL AS value
    FROM visits
    UNION ALL BY NAME
    SELECT site, visitor_id, session_id, ordered_at AS happened_at, transaction_id, coalesce(value, 0) AS value
    FROM asked_orders(p_site, p_since, p_until, p_segment)
)
SELECT
    site, coalesce(person_id, visitor_id) AS person_id, session_id, happened_at, channel, transaction_id, value
FROM both_kinds LEFT JOIN people USING (site, visitor_id);

COMMENT ON MACRO TABLE contacts IS 'One row a visit with its channel, or an order with its worth, of a person.';
