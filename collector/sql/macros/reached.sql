-- How far visits came: one row a visit and step that it came to. Steps are landing, view_item,
-- add_to_cart and those of the checkout, as the shop names them or, where a visit tells none, as its
-- events imply them.
CREATE OR REPLACE MACRO reached(p_site, p_since, p_until, p_segment) AS TABLE
WITH visits AS MATERIALIZED (
    FROM shopping_visits(p_site, p_since, p_until, p_segment)
), told AS MATERIALIZED (
    SELECT session_id, occurred_at, event = 'checkout_step' AS is_told,
        CASE WHEN event = 'checkout_step' THEN json_extract_string(params, '$.step')
            ELSE implied_step(event) END AS step
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE list_contains(['checkout_step', 'begin_checkout', 'add_shipping_info', 'add_payment_info',
        'payment_attempt', 'payment_error'], event)
), checkout AS (
    SELECT session_id, step, min(occurred_at) AS reached_at
    FROM told
    WHERE step IS NOT NULL
        AND (is_told OR session_id NOT IN (SELECT session_id FROM told WHERE is_told))
    GROUP BY session_id, step
), placed AS (
    SELECT *, 'landing' AS step, landing_at AS reached_at FROM visits WHERE landing_at IS NOT NULL
    UNION ALL
    SELECT *, 'view_item', view_at FROM visits WHERE view_at IS NOT NULL
    UNION ALL
    SELECT *, 'add_to_cart', add_at FROM visits WHERE add_at IS NOT NULL
    UNION ALL BY NAME
    -- A visit's id is that of one site alone.
    SELECT visits.*, step, reached_at FROM checkout JOIN visits USING (session_id)
)
SELECT
    site, session_id, device, step, reached_at,
    view_at, add_at, checkout_at, ordered_at,
    is_order, cart_value, currency
FROM placed;

COMMENT ON MACRO TABLE reached IS 'One row a visit and step that it came to, with whether the visit ordered and what its cart was worth.';
