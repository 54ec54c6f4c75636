-- Thresholds: web.dev, "Web Vitals", "FCP", "TTFB"; the same as the web-vitals library's.
CREATE OR REPLACE VIEW web_vitals AS
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
    FROM asked(NULL, NULL, NULL, NULL)
    WHERE event = 'web_vital'
);

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
