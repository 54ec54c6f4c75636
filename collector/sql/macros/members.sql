-- The visits of a segment, or all, with who made them and what they ordered: what a letter to them is written by.
CREATE OR REPLACE MACRO members(p_site, p_since, p_until, p_segment) AS TABLE
WITH visits AS (
    SELECT
        site, session_id,
        any_value(visitor_id)           AS visitor_id,
        min(occurred_at)                AS started_at,
        arg_min(channel, occurred_at)   AS channel,
        any_value(device)               AS device,
        any_value(country)              AS country,
        arg_max(identity, occurred_at)  AS said_identity
    FROM asked(p_site, p_since, p_until, p_segment)
    GROUP BY site, session_id
), ordered AS (
    SELECT site, session_id, count(*) AS orders, one_currency(list(currency)) AS currency, sum(value) AS value
    FROM asked_orders(p_site, p_since, p_until, p_segment)
    GROUP BY site, session_id
)
SELECT
    visits.site                                  AS site,
    visits.session_id                            AS session_id,
    visits.visitor_id                            AS visitor_id,
    coalesce(person_id, visits.visitor_id)       AS person_id,
    coalesce(identity, said_identity)            AS identity,
    started_at, channel, device, country,
    coalesce(orders, 0)                          AS orders,
    currency,
    coalesce(value, 0)                           AS value
FROM visits
LEFT JOIN people ON people.site = visits.site AND people.visitor_id = visits.visitor_id
LEFT JOIN ordered ON ordered.site = visits.site AND ordered.session_id = visits.session_id
ORDER BY started_at, session_id;

COMMENT ON MACRO TABLE members IS 'The visits of a segment (of none: all), with who made them and what they ordered.';
