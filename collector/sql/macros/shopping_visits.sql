-- When visits came to the shop, to a product and to the cart, and what became of it: one row a visit that
-- shops. Who comes with a cart of an earlier visit begins in the checkout, and has no landing; so does who
-- comes after an order, to track it, to send it back or to review it: that is not shopping.
CREATE OR REPLACE MACRO shopping_visits(p_site, p_since, p_until, p_segment) AS TABLE
WITH looked AS (
    -- Apart from what comes later: most visits only look, and most rows of a visit are these.
    SELECT
        session_id,
        any_value(site)                                                 AS site,
        any_value(device)                                               AS device,
        min(occurred_at)                                                AS looked_at,
        min(occurred_at) FILTER (event = 'view_item')                   AS view_at
    FROM asked(p_site, p_since, p_until, p_segment)
    -- Names are looked up in a list, not with IN: DuckDB does that once for each different name of a block.
    WHERE list_contains(['page_view', 'view_item'], event)
        AND (event = 'view_item' OR phase IS NULL OR phase NOT IN ('experience', 'loyalty'))
    GROUP BY session_id
), went_on AS (
    SELECT
        session_id,
        any_value(site)                                                 AS site,
        any_value(device)                                               AS device,
        min(occurred_at) FILTER (event = 'add_to_cart')                 AS add_at,
        -- As in checkout_reached: a step is one by its name.
        coalesce(
            min(occurred_at) FILTER (event = 'checkout_step'
                AND json_extract_string(params, '$.step') IS NOT NULL),
            min(occurred_at) FILTER (implied_step(event) IS NOT NULL),
            min(occurred_at) FILTER (event = 'checkout_step'))          AS checkout_at,
        min(occurred_at) FILTER (event = 'purchase')                    AS ordered_at,
        coalesce(arg_max(value, occurred_at) FILTER (event <> 'add_to_cart'),
            sum(value) FILTER (event = 'add_to_cart'))::DOUBLE          AS cart_value,
        any_value(currency)                                             AS currency,
        bool_or(event IN ('review_submitted', 'return_requested'))      AS after_order
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE list_contains(['add_to_cart', 'checkout_step', 'purchase', 'view_cart', 'begin_checkout',
        'add_shipping_info', 'add_payment_info', 'review_submitted', 'return_requested'], event)
        AND NOT tells_again(event, session_id, transaction_id)
    GROUP BY session_id
)
SELECT
    coalesce(looked.site, went_on.site)                                 AS site,
    session_id,
    coalesce(looked.device, went_on.device, 'unknown')                  AS device,
    -- A till's receipt is no visit to a page.
    CASE WHEN (checkout_at IS NULL OR view_at < checkout_at OR add_at < checkout_at)
            AND NOT (coalesce(after_order, false) AND view_at IS NULL)
        THEN least(looked_at, add_at) END                               AS landing_at,
    view_at, add_at, checkout_at, ordered_at,
    ordered_at IS NOT NULL                                              AS is_order,
    cart_value, currency
FROM looked FULL JOIN went_on USING (session_id);

COMMENT ON MACRO TABLE shopping_visits IS 'One row a visit that shops: when it came to the shop, to a product, to the cart, whether it ordered and what its cart was worth.';
