-- Visits, derived from the events at query time: nothing to keep in step.

CREATE OR REPLACE VIEW sessions AS
WITH ordered AS (
    SELECT site, session_id, count(*) AS orders FROM orders GROUP BY site, session_id
), visits AS (
    SELECT
        site,
        session_id,
        any_value(visitor_id)                        AS visitor_id,
        min(occurred_at)                             AS started_at,
        max(occurred_at)                             AS ended_at,
        count(*)                                     AS events,
        count(*) FILTER (event = 'page_view')        AS page_views,
        arg_min(page_path, occurred_at)              AS landing_path,
        arg_min(referrer_host, occurred_at)          AS referrer_host,
        arg_min(channel, occurred_at)                AS channel,
        any_value(device)                            AS device,
        any_value(country)                           AS country
    FROM asked(NULL, NULL, NULL, NULL)
    GROUP BY site, session_id
)
SELECT visits.*, coalesce(orders, 0) AS orders
FROM visits LEFT JOIN ordered USING (site, session_id);

COMMENT ON VIEW sessions IS 'One row a visit, from its first event to its last.';
COMMENT ON COLUMN sessions.site IS 'The shop.';
COMMENT ON COLUMN sessions.session_id IS 'The visit.';
COMMENT ON COLUMN sessions.visitor_id IS 'Pseudonym of who visited.';
COMMENT ON COLUMN sessions.started_at IS 'When its first event happened, UTC.';
COMMENT ON COLUMN sessions.ended_at IS 'When its last event happened, UTC.';
COMMENT ON COLUMN sessions.events IS 'How many events it has.';
COMMENT ON COLUMN sessions.page_views IS 'How many pages were seen.';
COMMENT ON COLUMN sessions.landing_path IS 'Path of the first page.';
COMMENT ON COLUMN sessions.referrer_host IS 'Host the visitor came from.';
COMMENT ON COLUMN sessions.channel IS 'The way the visit came: the first channel of its page views, or as imported.';
COMMENT ON COLUMN sessions.device IS 'Kind of device: desktop, mobile, tablet, tv, console; of imports, as the source names it.';
COMMENT ON COLUMN sessions.country IS 'Country, as the source names it.';
COMMENT ON COLUMN sessions.orders IS 'How many orders were made in it; a thank-you page opened again makes none.';
