-- How far visits came: one row a visit and step that it came to. Steps are landing, view_item,
-- add_to_cart and those of the checkout, as the shop names them. Who comes with a cart of an earlier visit
-- begins in the checkout; who comes after an order, to track it, to send it back or to review it, is not shopping.
CREATE OR REPLACE MACRO reached(p_site, p_since, p_until, p_segment) AS TABLE
WITH visits AS (
    SELECT
        site, session_id,
        coalesce(any_value(device), 'unknown')                          AS device,
        -- A till's receipt is no visit to a page.
        min(occurred_at) FILTER (event IN ('page_view', 'view_item', 'add_to_cart')) AS landing_at,
        min(occurred_at) FILTER (event = 'view_item')                   AS view_at,
        min(occurred_at) FILTER (event = 'add_to_cart')                 AS add_at,
        min(occurred_at) FILTER (event = 'checkout_step')               AS checkout_at,
        min(occurred_at) FILTER (event = 'purchase')                    AS ordered_at,
        coalesce(arg_max(value, occurred_at) FILTER (event NOT IN ('view_item', 'add_to_cart')),
            sum(value) FILTER (event = 'add_to_cart'))::DOUBLE          AS cart_value,
        any_value(currency) FILTER (event <> 'view_item')               AS currency,
        bool_or(event IN ('review_submitted', 'return_requested'))      AS after_order
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE event IN ('view_item', 'add_to_cart', 'checkout_step', 'purchase', 'view_cart',
            'begin_checkout', 'add_shipping_info', 'add_payment_info', 'review_submitted',
            'return_requested')
        OR event = 'page_view' AND (phase IS NULL OR phase NOT IN ('experience', 'loyalty'))
    GROUP BY site, session_id
), checkout AS (
    SELECT site, session_id, step, min(occurred_at) AS reached_at
    FROM (
        SELECT site, session_id, occurred_at, json_extract_string(params, '$.step') AS step
        FROM asked(p_site, p_since, p_until, p_segment)
        WHERE event = 'checkout_step'
    )
    WHERE step IS NOT NULL
    GROUP BY site, session_id, step
), placed AS (
    SELECT site, session_id, 'landing' AS step, landing_at AS reached_at
    FROM visits
    WHERE (checkout_at IS NULL OR view_at < checkout_at OR add_at < checkout_at)
        AND landing_at IS NOT NULL AND NOT (after_order AND view_at IS NULL)
    UNION ALL
    SELECT site, session_id, 'view_item', view_at FROM visits WHERE view_at IS NOT NULL
    UNION ALL
    SELECT site, session_id, 'add_to_cart', add_at FROM visits WHERE add_at IS NOT NULL
    UNION ALL
    FROM checkout
)
SELECT
    site, session_id, device, step, reached_at,
    view_at, add_at, checkout_at, ordered_at,
    ordered_at IS NOT NULL AS is_order, cart_value, currency
FROM placed JOIN visits USING (site, session_id);

COMMENT ON MACRO TABLE reached IS 'One row a visit and step that it came to, with whether the visit ordered and what its cart was worth.';
