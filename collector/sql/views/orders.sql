-- Orders, derived from the events at query time: nothing to keep in step.
-- A thank-you page loaded twice says purchase twice: the first of each order number counts.
-- First by arrival: a page dates its events itself, and could take an order over by an earlier date. Who
-- ordered is known on the page; for how much, best on the server.
CREATE OR REPLACE VIEW orders AS
SELECT
    site,
    transaction_id,
    coalesce(arg_min(visitor_id, told_at) FILTER (of_page), arg_min(visitor_id, told_at)) AS visitor_id,
    coalesce(arg_min(session_id, told_at) FILTER (of_page), arg_min(session_id, told_at)) AS session_id,
    arg_min(occurred_at, told_at)                         AS ordered_at,
    coalesce(arg_min(currency, told_at) FILTER (source = 'server' AND value IS NOT NULL),
        arg_min(currency, told_at))                       AS currency,
    coalesce(arg_min(value, told_at) FILTER (source = 'server'), arg_min(value, told_at)) AS value,
    bool_or(of_page OR source = 'server')                 AS is_online,
    bool_or(recognised(source, consent, identity))        AS is_recognised
FROM (
    SELECT *, on_page(source, device) AS of_page,
        CASE WHEN source IN ('tracker', 'fallback', 'server') THEN received_at ELSE occurred_at END AS told_at
    FROM asked(NULL, NULL, NULL, NULL)
    WHERE event = 'purchase' AND transaction_id IS NOT NULL
)
GROUP BY site, transaction_id;

COMMENT ON VIEW orders IS 'One row an order: the first purchase event of each order number.';
COMMENT ON COLUMN orders.site IS 'The shop.';
COMMENT ON COLUMN orders.transaction_id IS 'The order''s number in the shop.';
COMMENT ON COLUMN orders.visitor_id IS 'Pseudonym of who ordered.';
COMMENT ON COLUMN orders.session_id IS 'The visit in which it was ordered; of an order that no page has told, a visit of its own.';
COMMENT ON COLUMN orders.ordered_at IS 'When it was ordered, UTC: the first time its number was seen.';
COMMENT ON COLUMN orders.currency IS 'Currency of value, ISO 4217.';
COMMENT ON COLUMN orders.value IS 'Worth of the order in currency, without tax and shipping.';
COMMENT ON COLUMN orders.is_online IS 'Whether a page or the shop''s server has told it, and not a till alone.';
COMMENT ON COLUMN orders.is_recognised IS 'Whether who ordered can be met again on another day: with consent, an identity or an import.';

-- A macro, as other views that reports stand on: an order is of the time in which it was made.
CREATE OR REPLACE MACRO asked_orders(p_site, p_since, p_until, p_segment) AS TABLE
FROM orders
WHERE (p_site IS NULL OR site = p_site)
    AND (p_since IS NULL OR ordered_at >= p_since)
    AND (p_until IS NULL OR ordered_at < p_until)
    AND (p_segment IS NULL OR session_id IN (
        SELECT session_id FROM segment_members WHERE segment = p_segment));

COMMENT ON MACRO TABLE asked_orders IS 'Orders at a site, made in a period, by visits of a segment; what is NULL does not matter.';
