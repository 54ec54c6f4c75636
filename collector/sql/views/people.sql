-- Who is the same person on several devices: visitors whom the shop knows by one identity. The merging
-- is done here, at query time, and is undone with the identity's rows.
CREATE OR REPLACE VIEW people AS
SELECT
    site,
    visitor_id,
    identity,
    min(visitor_id) OVER (PARTITION BY site, identity) AS person_id
FROM (
    SELECT site, visitor_id, arg_max(identity, occurred_at) AS identity
    FROM asked(NULL, NULL, NULL, NULL)
    WHERE identity IS NOT NULL
    GROUP BY site, visitor_id
);

COMMENT ON VIEW people IS 'One row a visitor whom the shop knows by name: visitors with one identity are one person.';
COMMENT ON COLUMN people.site IS 'The shop.';
COMMENT ON COLUMN people.visitor_id IS 'Pseudonym of the visitor.';
COMMENT ON COLUMN people.identity IS 'The last identity that the visitor was given.';
COMMENT ON COLUMN people.person_id IS 'Pseudonym of the person: the smallest of the pseudonyms that share the identity.';
