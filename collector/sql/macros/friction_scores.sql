-- How hard each visit was: 100 times the share of its odds to order that its frictions take away, by their
-- weights, each kind at a step counted up to three times.
CREATE OR REPLACE MACRO friction_scores(p_site, p_since, p_until, p_segment) AS TABLE
SELECT
    site, session_id,
    sum(least(3, times))                                AS frictions,
    list(DISTINCT kind ORDER BY kind)                   AS kinds,
    100 * (1 - exp(-sum(weight * least(3, times))))     AS score
FROM weighed_friction(p_site, p_since, p_until, p_segment)
GROUP BY site, session_id;

COMMENT ON MACRO TABLE friction_scores IS 'One row a visit that met friction: how hard it was, from 0 to 100.';
