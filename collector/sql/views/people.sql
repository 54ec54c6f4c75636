-- Who is the same person under several pseudonyms: a visitor who consents goes on under a lasting one in
-- the same visit, and visitors whom the shop knows by one identity are one person on several devices.
-- The merging is done here, at query time, and is undone with the rows it comes from.
CREATE OR REPLACE VIEW people AS
WITH consented AS (
    SELECT session_id FROM asked(NULL, NULL, NULL, NULL) WHERE event = 'consent'
), within AS (
    SELECT site, session_id, visitor_id, max(occurred_at) AS last_at, bool_or(consent = 'granted') AS lasts
    FROM asked(NULL, NULL, NULL, NULL) SEMI JOIN consented USING (session_id)
    GROUP BY site, session_id, visitor_id
), visits AS (
    -- Who withdraws goes on under one that does not last: the last of a visit is not always it.
    SELECT
        site, list(visitor_id) AS visitor_ids, max(last_at) AS last_at,
        coalesce(arg_max(visitor_id, last_at) FILTER (lasts), arg_max(visitor_id, last_at)) AS lasting_id
    FROM within
    GROUP BY site, session_id
    HAVING count(*) > 1
), lasting AS (
    SELECT site, visitor_id, arg_max(lasting_id, last_at) AS lasting_id
    FROM (SELECT site, unnest(visitor_ids) AS visitor_id, lasting_id, last_at FROM visits)
    GROUP BY site, visitor_id
), known AS (
    SELECT site, visitor_id, arg_max(identity, occurred_at) AS identity, max(occurred_at) AS known_at
    FROM asked(NULL, NULL, NULL, NULL)
    WHERE identity IS NOT NULL
    GROUP BY site, visitor_id
), both_kinds AS (
    SELECT site, visitor_id, coalesce(lasting_id, visitor_id) AS lasting_id, identity, known_at
    FROM lasting FULL JOIN known USING (site, visitor_id)
), given AS (
    -- Under whichever pseudonym it was given, before consent or after: it is that of all of them.
    SELECT site, lasting_id, arg_max(identity, known_at) AS identity
    FROM both_kinds
    WHERE identity IS NOT NULL
    GROUP BY site, lasting_id
), told AS (
    SELECT site, visitor_id, lasting_id, given.identity AS identity
    FROM both_kinds LEFT JOIN given USING (site, lasting_id)
), identified AS (
    SELECT site, identity, min(lasting_id) AS person_id FROM given GROUP BY site, identity
)
SELECT site, visitor_id, identity, coalesce(person_id, lasting_id) AS person_id
FROM told LEFT JOIN identified USING (site, identity);

COMMENT ON VIEW people IS 'One row a visitor who has another pseudonym too, or whom the shop knows: whose person it is.';
COMMENT ON COLUMN people.site IS 'The shop.';
COMMENT ON COLUMN people.visitor_id IS 'Pseudonym of the visitor.';
COMMENT ON COLUMN people.identity IS 'The last identity that the person was given; empty where none.';
COMMENT ON COLUMN people.person_id IS 'Pseudonym of the person: the one that lasts, and of several with one identity the smallest.';
