-- Contacts by what they are: digital, physical or hybrid, and of which kind; who met them, and who ordered.
CREATE OR REPLACE MACRO contact_kinds(p_site, p_since, p_until, p_segment) AS TABLE
WITH met AS MATERIALIZED (
    SELECT coalesce(medium, 'unknown') AS medium, coalesce(kind, 'other') AS kind, site, contact, name,
        session_id, visitor_id, first_at
    FROM met_contacts(p_site, p_since, p_until, p_segment)
), named AS (
    SELECT medium, kind, count(*) AS names
    FROM (SELECT DISTINCT medium, kind, site, contact, name FROM met)
    GROUP BY medium, kind
), visits AS (
    SELECT medium, kind, session_id, any_value(visitor_id) AS visitor_id, min(first_at) AS first_at
    FROM met
    GROUP BY medium, kind, session_id
), bought AS (
    SELECT session_id, max(ordered_at) AS ordered_at
    FROM asked_orders(p_site, p_since, p_until, p_segment)
    GROUP BY session_id
)
SELECT
    medium, kind,
    any_value(names)                          AS names,
    count(*)                                  AS visits,
    count(DISTINCT visitor_id)                AS visitors,
    count(bought.session_id)                  AS orders,
    count(bought.session_id) / count(*)       AS conversion
FROM visits JOIN named USING (medium, kind)
-- What is met after the order has not led to it; a till's contact is the order.
LEFT JOIN bought ON bought.session_id = visits.session_id AND bought.ordered_at >= first_at
GROUP BY medium, kind;

COMMENT ON MACRO TABLE contact_kinds IS 'Contacts by medium and kind: how many there are, visits, visitors and visits that ordered after.';
