-- How long from one thing to another, for everybody who began, also those who have not come to it: from
-- p_from (an event, or first: the first contact) to p_to, of a person, or of an order where p_key says so.
-- Whoever can be met again was watched until p_now (or the period's end); others until last seen.
CREATE OR REPLACE MACRO waits(
    p_site, p_since, p_until, p_segment, p_from := 'first', p_to := 'purchase', p_key := 'person', p_now := NULL
) AS TABLE
WITH persons AS MATERIALIZED (
    FROM people
), met AS (
    -- Pseudonyms first, and then whose they are: they are fewer than the events.
    SELECT site, visitor_id, min(occurred_at) AS first_at, max(occurred_at) AS last_at,
        bool_or(recognised(source, consent)) AS known
    FROM asked(p_site, NULL, p_until, p_segment)
    GROUP BY site, visitor_id
), people_of AS (
    SELECT met.site AS site, coalesce(person_id, met.visitor_id) AS person_id, min(first_at) AS first_at,
        max(last_at) AS last_at, bool_or(known) AS known
    FROM met LEFT JOIN persons ON persons.site = met.site AND persons.visitor_id = met.visitor_id
    GROUP BY ALL
), told AS (
    SELECT asked.site AS site, coalesce(person_id, asked.visitor_id) AS person_id, event, occurred_at,
        transaction_id
    FROM asked(p_site, NULL, p_until, p_segment) AS asked LEFT JOIN persons USING (site, visitor_id)
    WHERE event IN (p_from, p_to, 'purchase')
), owners AS (
    -- Who ordered: what is told of an order later is told by the shop, not by the visitor.
    SELECT site, transaction_id, arg_min(person_id, occurred_at) AS owner_id
    FROM told
    WHERE event = 'purchase' AND transaction_id IS NOT NULL
    GROUP BY site, transaction_id
), named AS (
    SELECT
        site, event, occurred_at,
        coalesce(owner_id, person_id)                                       AS who,
        CASE WHEN p_key = 'order' THEN transaction_id ELSE '' END           AS of_order
    FROM told LEFT JOIN owners USING (site, transaction_id)
    WHERE event IN (p_from, p_to)
), begun AS (
    SELECT site, person_id AS who, '' AS of_order, first_at AS began FROM people_of WHERE p_from = 'first'
    UNION ALL
    SELECT site, any_value(who), of_order, min(occurred_at)
    FROM named
    WHERE event = p_from AND of_order IS NOT NULL
    GROUP BY site, of_order, CASE WHEN p_key = 'order' THEN 0 ELSE who END
), joined AS (
    SELECT begun.*, ended.occurred_at AS ended
    FROM begun ASOF LEFT JOIN (SELECT * FROM named WHERE event = p_to AND of_order IS NOT NULL) AS ended
        ON begun.site = ended.site AND begun.who = ended.who AND begun.of_order = ended.of_order
        AND begun.began <= ended.occurred_at
    WHERE p_since IS NULL OR began >= p_since
), watched AS (
    SELECT joined.*, CASE WHEN known THEN greatest(last_at,
        coalesce(least(p_now, p_until)::TIMESTAMP, max(last_at) OVER ())) ELSE last_at END AS until
    FROM joined LEFT JOIN people_of ON people_of.site = joined.site AND people_of.person_id = joined.who
)
SELECT epoch(coalesce(ended, until) - began) AS seconds, ended IS NOT NULL AS happened
FROM watched
WHERE coalesce(ended, until) >= began;

COMMENT ON MACRO TABLE waits IS 'How long from one thing to another, also of those who have not come to it so far.';
