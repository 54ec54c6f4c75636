-- Visits that met a kind of friction at a step, one row each, beside how many visits came to that step on
-- the same kind of device, and ordered. p_by parts them further: device, browser, payment, delivery; or
-- step, which puts all kinds of a step together.
CREATE OR REPLACE MACRO friction_met(p_site, p_since, p_until, p_segment, p_by := 'all') AS TABLE
WITH methods AS (
    -- Read only where they are asked for.
    SELECT site, session_id,
        arg_max(json_extract_string(params, '$.payment_type'), occurred_at)  AS payment,
        arg_max(json_extract_string(params, '$.shipping_tier'), occurred_at) AS delivery,
        any_value(browser)                                                   AS browser
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE p_by IN ('payment', 'delivery')
            AND event IN ('add_payment_info', 'payment_attempt', 'add_shipping_info')
        OR p_by = 'browser'
    GROUP BY site, session_id
), parted AS MATERIALIZED (
    SELECT
        site, session_id, device, step, reached_at, view_at, add_at, ordered_at, is_order, cart_value,
        currency,
        coalesce(CASE p_by
            WHEN 'device' THEN device WHEN 'browser' THEN browser
            WHEN 'payment' THEN payment WHEN 'delivery' THEN delivery ELSE 'all' END, 'unknown') AS part
    FROM reached(p_site, p_since, p_until, p_segment) AS reached LEFT JOIN methods USING (site, session_id)
), met AS MATERIALIZED (
    SELECT
        site, session_id, parted.step AS step, CASE WHEN p_by = 'step' THEN 'any' ELSE kind END AS kind,
        any_value(part) AS part, any_value(device) AS device, any_value(is_order) AS is_order,
        any_value(cart_value) AS cart_value, count(*) AS times, min(occurred_at) AS met_at
    FROM asked_friction(p_site, p_since, p_until, p_segment) AS friction
    JOIN parted USING (site, session_id)
    WHERE parted.step = coalesce(friction.step, CASE
            WHEN occurred_at >= add_at THEN 'add_to_cart'
            WHEN occurred_at >= view_at THEN 'view_item'
            ELSE 'landing' END)
        -- What goes wrong after the order has not kept from it.
        AND (ordered_at IS NULL OR occurred_at <= ordered_at)
    GROUP BY ALL
), furthest AS (
    SELECT site, session_id, arg_max(step, reached_at) AS step
    FROM parted
    SEMI JOIN met USING (site, session_id)
    WHERE NOT is_order
    GROUP BY site, session_id
), affected AS (
    SELECT
        met.*,
        furthest.session_id IS NOT NULL AS stopped,
        met_at = min(met_at) OVER (PARTITION BY site, session_id, step)
            AND kind = min(kind) OVER (PARTITION BY site, session_id, step, met_at) AS is_first
    FROM met LEFT JOIN furthest USING (site, session_id, step)
), totals AS (
    SELECT part, step, device, count(*) AS visits, count(*) FILTER (is_order) AS orders,
        sum(count(*) FILTER (is_order)) OVER at_step AS step_orders,
        sum(sum(cart_value)) OVER at_step / sum(count(cart_value)) OVER at_step AS step_value,
        one_currency(list_filter([min(min(currency)) OVER at_step, max(max(currency)) OVER at_step],
            lambda each: each IS NOT NULL)) AS currency
    FROM parted
    GROUP BY part, step, device
    WINDOW at_step AS (PARTITION BY step)
)
SELECT
    site, session_id, part, kind, step, device, times, is_order, cart_value, stopped, is_first,
    visits, orders, step_orders, step_value, totals.currency AS currency
FROM affected JOIN totals USING (part, step, device);

COMMENT ON MACRO TABLE friction_met IS 'One row a visit, step and kind of friction it met there, beside all visits at that step on that kind of device.';
