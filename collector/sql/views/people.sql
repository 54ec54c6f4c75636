-- Who is the same person under several pseudonyms: a visitor who consents goes on under a lasting one in
-- the same visit, and visitors whom the shop knows by one identity are one person on several devices.
-- The merging is done here, at query time, and is undone with the rows it comes from.
CREATE OR REPLACE VIEW people AS
WITH consented AS (
    SELECT DISTINCT session_id FROM asked(NULL, NULL, NULL, NULL) WHERE event = 'consent'
), within AS (
    SELECT site, session_id, visitor_id, max(occurred_at) AS last_at
    FROM asked(NULL, NULL, NULL, NULL) SEMI JOIN consented USING (session_id)
    GROUP BY site, session_id, visitor_id
), followed AS (
    SELECT within.*, later_id
    FROM within JOIN (
        SELECT site, session_id, arg_max(visitor_id, last_at) AS later_id
        FROM within
        GROUP BY site, session_id
    ) AS latest USING (site, session_id)
), lasting AS (
    SELECT site, visitor_id, arg_max(later_id, last_at) AS lasting_id
    FROM followed
    GROUP BY site, visitor_id
), known AS (
    SELECT site, visitor_id, arg_max(identity, occurred_at) AS identity
    FROM asked(NULL, NULL, NULL, NULL)
    WHERE identity IS NOT NULL
    GROUP BY site, visitor_id
), both_kinds AS (
    SELECT site, visitor_id, coalesce(lasting_id, visitor_id) AS lasting_id, identity
    FROM lasting FULL JOIN known USING (site, visitor_id)
), told AS (
    SELECT
        both_kinds.site AS site, both_kinds.visitor_id AS visitor_id, lasting_id,
        coalesce(both_kinds.identity, known.identity) AS identity
    FROM both_kinds
    LEFT JOIN known ON known.site = both_kinds.site AND known.visitor_id = both_kinds.lasting_id
), identified AS (
    SELECT site, identity, min(lasting_id) AS person_id FROM told WHERE identity IS NOT NULL GROUP BY site, identity
)
SELECT site, visitor_id, identity, coalesce(person_id, lasting_id) AS person_id
FROM told LEFT JOIN identified USING (site, identity);

COMMENT ON VIEW people IS 'One row a visitor who has another pseudonym too, or whom the shop knows: whose person it is.';
COMMENT ON COLUMN people.site IS 'The shop.';
COMMENT ON COLUMN people.visitor_id IS 'Pseudonym of the visitor.';
COMMENT ON COLUMN people.identity IS 'The last identity that the person was given; empty where none.';
COMMENT ON COLUMN people.person_id IS 'Pseudonym of the person: the one that lasts, and of several with one identity the smallest.';
