-- How hard each visit was: 100 times the share of its odds to order that its frictions take away, by their
-- weights, each kind at a step counted up to three times.
CREATE OR REPLACE MACRO friction_scores(p_site, p_since, p_until, p_segment) AS TABLE
WITH placed AS (
    SELECT
        site, session_id, kind, least(3, count(*)) AS times,
        coalesce(friction.step, CASE
            WHEN occurred_at >= add_at THEN 'add_to_cart'
            WHEN occurred_at >= view_at THEN 'view_item'
            ELSE 'landing' END) AS step
    FROM asked_friction(p_site, p_since, p_until, p_segment) AS friction
    JOIN (
        SELECT DISTINCT ON (site, session_id) site, session_id, view_at, add_at
        FROM reached(p_site, p_since, p_until, p_segment)
    ) USING (site, session_id)
    GROUP BY ALL
)
SELECT
    site, session_id,
    sum(times)                              AS frictions,
    list(DISTINCT kind ORDER BY kind)       AS kinds,
    100 * (1 - exp(-sum(weight * times)))   AS score
FROM placed
JOIN friction_weights(p_site, p_since, p_until, p_segment) AS weights USING (kind, step)
GROUP BY site, session_id;

COMMENT ON MACRO TABLE friction_scores IS 'One row a visit that met friction: how hard it was, from 0 to 100.';
