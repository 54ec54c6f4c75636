-- What shoppers did on pages: clicks, touchpoints, and the speed they met with. The parameters of a row
-- are read once, whatever the view needs of them.

CREATE VIEW clicks AS
SELECT
    site, session_id, visitor_id, occurred_at, page_path,
    p.element  AS element,
    p.reaction AS reaction,
    p.react_ms AS react_ms,
    p.friction AS friction
FROM (
    SELECT *, json_transform(params, '{
        "element": "VARCHAR", "reaction": "VARCHAR", "react_ms": "BIGINT", "friction": ["VARCHAR"]
    }') AS p
    FROM events
    WHERE event = 'click'
);

CREATE VIEW touchpoints AS
SELECT
    site,
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
    FROM events
    WHERE event = 'touchpoint' AND touchpoint IS NOT NULL
)
GROUP BY site, session_id, touchpoint;

-- Thresholds: web.dev, "Web Vitals", "FCP", "TTFB"; the same as the web-vitals library's.
CREATE VIEW web_vitals AS
SELECT
    site, session_id, visitor_id, occurred_at, page_path,
    p.metric AS metric,
    p.ms     AS ms,
    p.score  AS score,
    CASE
        WHEN coalesce(p.ms, p.score) IS NULL THEN NULL
        WHEN coalesce(p.ms, p.score) <= CASE p.metric
            WHEN 'LCP' THEN 2500 WHEN 'INP' THEN 200 WHEN 'CLS' THEN 0.1
            WHEN 'FCP' THEN 1800 WHEN 'TTFB' THEN 800 END THEN 'good'
        WHEN coalesce(p.ms, p.score) <= CASE p.metric
            WHEN 'LCP' THEN 4000 WHEN 'INP' THEN 500 WHEN 'CLS' THEN 0.25
            WHEN 'FCP' THEN 3000 WHEN 'TTFB' THEN 1800 END THEN 'needs-improvement'
        WHEN p.metric IN ('LCP', 'INP', 'CLS', 'FCP', 'TTFB') THEN 'poor'
    END          AS rating,
    p.element    AS element,
    p.navigation AS navigation
FROM (
    SELECT *, json_transform(params, '{
        "metric": "VARCHAR", "ms": "DOUBLE", "score": "DOUBLE", "element": "VARCHAR",
        "navigation": "VARCHAR"
    }') AS p
    FROM events
    WHERE event = 'web_vital'
);

COMMENT ON VIEW clicks IS 'One row a click, with what it brought about.';
COMMENT ON COLUMN clicks.site IS 'The shop.';
COMMENT ON COLUMN clicks.session_id IS 'The visit.';
COMMENT ON COLUMN clicks.visitor_id IS 'Pseudonym of who clicked.';
COMMENT ON COLUMN clicks.occurred_at IS 'When it was clicked, UTC.';
COMMENT ON COLUMN clicks.page_path IS 'Path of the page.';
COMMENT ON COLUMN clicks.element IS 'What was clicked: tag with id, class or name, never a text or a value.';
COMMENT ON COLUMN clicks.reaction IS 'The first reaction: mutation, navigation, scroll, input, toggle, open, blur, request, validation; empty where there was none.';
COMMENT ON COLUMN clicks.react_ms IS 'Milliseconds to the first reaction.';
COMMENT ON COLUMN clicks.friction IS 'What was wrong with it: dead (no reaction in 3 s), slow (1 to 3 s), rage (the third without one), error (a script''s error within 2 s), pay (paying clicked again).';

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
COMMENT ON COLUMN touchpoints.results IS 'How many results the last search gave; of searches alone.';

COMMENT ON VIEW web_vitals IS 'One row a measure of a page''s speed, as the web-vitals library defines it.';
COMMENT ON COLUMN web_vitals.site IS 'The shop.';
COMMENT ON COLUMN web_vitals.session_id IS 'The visit.';
COMMENT ON COLUMN web_vitals.visitor_id IS 'Pseudonym of the visitor.';
COMMENT ON COLUMN web_vitals.occurred_at IS 'When it was reported, UTC.';
COMMENT ON COLUMN web_vitals.page_path IS 'Path of the page.';
COMMENT ON COLUMN web_vitals.metric IS 'LCP, INP, CLS, FCP or TTFB.';
COMMENT ON COLUMN web_vitals.ms IS 'The measure in milliseconds; of all but CLS.';
COMMENT ON COLUMN web_vitals.score IS 'The measure of CLS, which has no unit.';
COMMENT ON COLUMN web_vitals.rating IS 'Good, needs-improvement or poor, by the published thresholds.';
COMMENT ON COLUMN web_vitals.element IS 'The element that made the measure what it is; of LCP, INP and CLS.';
COMMENT ON COLUMN web_vitals.navigation IS 'How the page came: reload, back_forward, restore, route, prerender; empty for a plain navigation.';
