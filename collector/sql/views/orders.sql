-- Orders, derived from the events at query time: nothing to keep in step.
-- A thank-you page loaded twice says purchase twice: the first of each order number counts.
CREATE OR REPLACE VIEW orders AS
SELECT
    site,
    transaction_id,
    arg_min(visitor_id, occurred_at) AS visitor_id,
    arg_min(session_id, occurred_at) AS session_id,
    min(occurred_at)                 AS ordered_at,
    arg_min(currency, occurred_at)   AS currency,
    arg_min(value, occurred_at)      AS value
FROM asked(NULL, NULL, NULL, NULL)
WHERE event = 'purchase' AND transaction_id IS NOT NULL
GROUP BY site, transaction_id;

COMMENT ON VIEW orders IS 'One row an order: the first purchase event of each order number.';
COMMENT ON COLUMN orders.site IS 'The shop.';
COMMENT ON COLUMN orders.transaction_id IS 'The order''s number in the shop.';
COMMENT ON COLUMN orders.visitor_id IS 'Pseudonym of who ordered.';
COMMENT ON COLUMN orders.session_id IS 'The visit in which it was ordered.';
COMMENT ON COLUMN orders.ordered_at IS 'When it was ordered, UTC: the first time its number was seen.';
COMMENT ON COLUMN orders.currency IS 'Currency of value, ISO 4217.';
COMMENT ON COLUMN orders.value IS 'Worth of the order in currency, without tax and shipping.';
