-- How far each visit to the shop's pages came, and what it was: one row a visit. Stages are those of a shop whatever it
-- tells of its checkout: 1 visit, 2 product, 3 added to the cart, 4 cart looked at, 5 checkout begun
-- (address), 6 delivery, 7 payment, 8 ordered; told has a bit for each it has an event of. is_after:
-- something in it belongs to an order made already.
CREATE OR REPLACE MACRO visit_stages(p_site, p_since, p_until, p_segment) AS TABLE
WITH told AS (
    SELECT
        site, session_id, occurred_at, source, device, browser, system, country, channel, event, value, phase,
        transaction_id,
        -- A map is asked once for each different name of a block, a CASE for each event.
        coalesce(MAP {
            'view_item': 2, 'add_to_cart': 3, 'view_cart': 4, 'begin_checkout': 5, 'add_shipping_info': 6,
            'add_payment_info': 7, 'payment_attempt': 7, 'payment_error': 7, 'purchase': 8
        }[event], CASE WHEN event = 'checkout_step' THEN
            -- Whatever the shop calls it, it is of the checkout.
            coalesce(MAP {
                'cart': 4, 'address': 5, 'delivery': 6, 'payment': 7, 'review': 7
            }[json_extract_string(params, '$.step')], 5) END, 1) AS stage,
        CASE WHEN event IN ('add_payment_info', 'payment_attempt', 'payment_error')
            THEN json_extract_string(params, '$.payment_type') END AS payment_type,
        CASE WHEN event = 'add_shipping_info'
            THEN json_extract_string(params, '$.shipping_tier') END AS shipping_tier
    FROM asked(p_site, p_since, p_until, p_segment)
), visits AS (
    SELECT
        site, session_id,
        min(occurred_at)                              AS began,
        max(CASE WHEN event <> 'purchase' THEN stage END) AS before_order,
        bit_or((1 << stage)::USMALLINT)               AS told,
        any_value(device)                             AS device,
        any_value(browser)                            AS browser,
        any_value(system)                             AS system,
        any_value(country)                            AS country,
        arg_min(channel, occurred_at)                 AS channel,
        any_value(payment_type)                       AS payment_type,
        any_value(shipping_tier)                      AS shipping_tier,
        max(CASE WHEN event = 'purchase' THEN value END) AS value,
        coalesce(bool_or(phase = 'experience'), false) AS is_after,
        bool_or(event = 'purchase')                   AS tells_order,
        bool_or(event = 'purchase' AND transaction_id IS NULL) AS is_unnumbered
    FROM told
    GROUP BY site, session_id
    -- What is told by a server, a till or a telephone is no visit that could have gone on.
    HAVING bool_or(on_page(source, device))
), judged AS (
    -- A visit has ordered if the order is its own, and not told again by a thank-you page opened once more.
    SELECT *, tells_order AND (is_unnumbered OR session_id IN (SELECT session_id FROM orders)) AS is_order
    FROM visits
)
SELECT
    site, session_id, began,
    CASE WHEN is_order THEN 8 ELSE coalesce(before_order, 1) END AS stage,
    told, device, browser, system, country, channel, payment_type, shipping_tier,
    CASE WHEN is_order THEN value END             AS value,
    is_after
FROM judged;

COMMENT ON MACRO TABLE visit_stages IS 'How far each visit came, and what it was: one row a visit.';
