-- What people came by, and what they ordered: one row a visit or an order, in the order of time. A visit off
-- the shop's pages and without a channel (an order that the shop's server tells) is what somebody came by
-- only where it has the order to itself, and its person was not met otherwise within p_lookback microseconds
-- before it.
CREATE OR REPLACE MACRO contacts(p_site, p_since, p_until, p_segment, p_lookback := NULL) AS TABLE
WITH persons AS MATERIALIZED (
    FROM people
), bought AS MATERIALIZED (
    SELECT site, coalesce(person_id, visitor_id) AS person_id, session_id, ordered_at AS happened_at,
        transaction_id, coalesce(value, 0) AS value
    FROM asked_orders(p_site, p_since, p_until, p_segment) LEFT JOIN persons USING (site, visitor_id)
), visits AS MATERIALIZED (
    SELECT site, coalesce(person_id, visitor_id) AS person_id, session_id, happened_at, channel, is_blind
    FROM (
        SELECT
            site,
            any_value(visitor_id)         AS visitor_id,
            session_id,
            min(occurred_at)              AS happened_at,
            -- Who orders came by some way, told or not.
            coalesce(arg_min(channel, occurred_at), 'Unassigned') AS channel,
            count(channel) = 0 AND NOT bool_or(on_page(source, device)) AS is_blind
        FROM asked(p_site, p_since, p_until, p_segment)
        WHERE channel IS NOT NULL OR event = 'purchase'
        GROUP BY site, session_id
    ) LEFT JOIN persons USING (site, visitor_id)
), blind AS MATERIALIZED (
    FROM visits SEMI JOIN bought USING (site, session_id) WHERE is_blind
), led AS (
    SELECT DISTINCT blind.session_id AS session_id
    FROM blind JOIN visits ON visits.site = blind.site AND visits.person_id = blind.person_id
        AND NOT visits.is_blind AND visits.happened_at <= blind.happened_at
        AND (p_lookback IS NULL OR visits.happened_at >= blind.happened_at - to_microseconds(p_lookback))
)
SELECT site, person_id, session_id, happened_at, channel, NULL::VARCHAR AS transaction_id, NULL AS value
FROM visits
WHERE NOT is_blind
UNION ALL BY NAME
SELECT site, person_id, session_id, happened_at, channel FROM blind ANTI JOIN led USING (session_id)
UNION ALL BY NAME
SELECT site, person_id, session_id, happened_at, transaction_id, value FROM bought;

COMMENT ON MACRO TABLE contacts IS 'One row a visit with its channel, or an order with its worth, of a person.';
