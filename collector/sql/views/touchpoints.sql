-- Touchpoints as visits met them: seen, attended, stopped at, acted on.

CREATE OR REPLACE MACRO asked_touchpoints(p_site, p_since, p_until, p_segment) AS TABLE
SELECT
    any_value(site)                                 AS site,
    session_id,
    touchpoint,
    any_value(visitor_id)                           AS visitor_id,
    min(occurred_at)                                AS first_at,
    max(occurred_at)                                AS last_at,
    count(*) FILTER (action = 'seen')               AS seen,
    count(*) FILTER (action = 'stopped')            AS stopped,
    count(*) FILTER (action = 'acted')              AS acted,
    coalesce(try_cast(sum(p.attended_ms) AS BIGINT), 0) AS attended_ms,
    arg_max(p.results, occurred_at)                 AS results
FROM (
    SELECT *, CASE WHEN action IN ('attended', 'results') THEN
        json_transform(params, '{"attended_ms": "BIGINT", "results": "BIGINT"}') END AS p
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE event = 'touchpoint' AND touchpoint IS NOT NULL
)
GROUP BY session_id, touchpoint;

COMMENT ON MACRO TABLE asked_touchpoints IS 'One row a touchpoint a visit, of what is asked for.';

CREATE OR REPLACE VIEW touchpoints AS
FROM asked_touchpoints(NULL, NULL, NULL, NULL);

COMMENT ON VIEW touchpoints IS 'One row a touchpoint a visit: whether and how it was met.';
COMMENT ON COLUMN touchpoints.site IS 'The shop.';
COMMENT ON COLUMN touchpoints.session_id IS 'The visit.';
COMMENT ON COLUMN touchpoints.touchpoint IS 'Name of the touchpoint.';
COMMENT ON COLUMN touchpoints.visitor_id IS 'Pseudonym of who met it.';
COMMENT ON COLUMN touchpoints.first_at IS 'When it was first met, UTC.';
COMMENT ON COLUMN touchpoints.last_at IS 'When it was last met, UTC.';
COMMENT ON COLUMN touchpoints.seen IS 'On how many page views half of it was in view for a second.';
COMMENT ON COLUMN touchpoints.stopped IS 'How often it stopped the scroll.';
COMMENT ON COLUMN touchpoints.acted IS 'How often it was clicked or used.';
COMMENT ON COLUMN touchpoints.attended_ms IS 'Milliseconds it was in view of a visible page that had the focus.';
COMMENT ON COLUMN events.action IS 'What was done with the touchpoint: seen, stopped, attended, acted; results: what a search gave.';
COMMENT ON COLUMN touchpoints.results IS 'How many results the last search gave; of searches alone.';
