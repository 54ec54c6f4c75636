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
