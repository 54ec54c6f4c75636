-- Orders and sessions, derived from the events at query time: nothing to keep in step.

-- A thank-you page loaded twice says purchase twice: the first of each order number counts.
CREATE VIEW orders AS
SELECT
    site,
    transaction_id,
    arg_min(visitor_id, occurred_at) AS visitor_id,
    arg_min(session_id, occurred_at) AS session_id,
    min(occurred_at)                 AS ordered_at,
    arg_min(currency, occurred_at)   AS currency,
    arg_min(value, occurred_at)      AS value
FROM events
WHERE event = 'purchase' AND transaction_id IS NOT NULL
GROUP BY site, transaction_id;

CREATE VIEW sessions AS
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
    any_value(country)                           AS country,
    count(DISTINCT transaction_id) FILTER (event = 'purchase') AS orders
FROM events
GROUP BY site, session_id;

COMMENT ON VIEW orders IS 'One row an order: the first purchase event of each order number.';
COMMENT ON VIEW sessions IS 'One row a visit, from its first event to its last.';

COMMENT ON COLUMN orders.site IS 'The shop.';
COMMENT ON COLUMN orders.transaction_id IS 'The order''s number in the shop.';
COMMENT ON COLUMN orders.visitor_id IS 'Pseudonym of who ordered.';
COMMENT ON COLUMN orders.session_id IS 'The visit in which it was ordered.';
COMMENT ON COLUMN orders.ordered_at IS 'When it was ordered, UTC: the first time its number was seen.';
COMMENT ON COLUMN orders.currency IS 'Currency of value, ISO 4217.';
COMMENT ON COLUMN orders.value IS 'Worth of the order in currency, without tax and shipping.';

COMMENT ON COLUMN sessions.site IS 'The shop.';
COMMENT ON COLUMN sessions.session_id IS 'The visit.';
COMMENT ON COLUMN sessions.visitor_id IS 'Pseudonym of who visited.';
COMMENT ON COLUMN sessions.started_at IS 'When its first event happened, UTC.';
COMMENT ON COLUMN sessions.ended_at IS 'When its last event happened, UTC.';
COMMENT ON COLUMN sessions.events IS 'How many events it has.';
COMMENT ON COLUMN sessions.page_views IS 'How many pages were seen.';
COMMENT ON COLUMN sessions.landing_path IS 'Path of the first page.';
COMMENT ON COLUMN sessions.referrer_host IS 'Host the visitor came from.';
COMMENT ON COLUMN sessions.channel IS 'Channel of the visit, as imported.';
COMMENT ON COLUMN sessions.device IS 'Kind of device: desktop, mobile, tablet.';
COMMENT ON COLUMN sessions.country IS 'Country, as the source names it.';
COMMENT ON COLUMN sessions.orders IS 'How many orders were made in it.';
