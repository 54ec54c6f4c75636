-- Contacts by what they are: digital, physical or hybrid, and of which kind; who met them, and who ordered.
CREATE OR REPLACE MACRO contact_kinds(p_site, p_since, p_until, p_segment) AS TABLE
WITH met AS MATERIALIZED (
    SELECT medium, coalesce(kind, 'other') AS kind, contact, name, session_id, visitor_id
    FROM met_contacts(p_site, p_since, p_until, p_segment)
), named AS (
    SELECT medium, kind, count(*) AS names
    FROM (SELECT DISTINCT medium, kind, contact, name FROM met)
    GROUP BY medium, kind
), visits AS (
    SELECT medium, kind, session_id, any_value(visitor_id) AS visitor_id
    FROM met
    GROUP BY medium, kind, session_id
), bought AS (
    SELECT DISTINCT session_id FROM asked_orders(p_site, p_since, p_until, p_segment)
)
SELECT
    medium, kind,
    any_value(names)                          AS names,
    count(*)                                  AS visits,
    count(DISTINCT visitor_id)                AS visitors,
    count(bought.session_id)                  AS orders,
    count(bought.session_id) / count(*)       AS conversion
FROM visits JOIN named USING (medium, kind)
LEFT JOIN bought ON bought.session_id = visits.session_id
GROUP BY medium, kind;

COMMENT ON MACRO TABLE contact_kinds IS 'Contacts by medium and kind: how many there are, visits, visitors and visits with an order.';
