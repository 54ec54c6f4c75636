-- The kind of a touchpoint or a channel by the rules in force; NULL where none holds.
CREATE OR REPLACE MACRO kind_of(p_site, p_contact, p_name) AS (
    SELECT arg_min(kind, place)
    FROM kinds
    WHERE contact = p_contact AND lower(p_name) GLOB pattern AND lower(p_site) GLOB kinds.site
);

COMMENT ON MACRO kind_of IS 'The kind of a touchpoint or a channel by the rules in force; NULL where none holds.';
