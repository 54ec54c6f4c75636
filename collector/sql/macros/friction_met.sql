-- What a visit is parted by at a step. How somebody pays or has it sent is said in the checkout: before, those
-- who said it are those whom nothing had kept from coming that far.
CREATE OR REPLACE MACRO part_at(p_by, p_part, p_step) AS
CASE
    WHEN p_by IN ('payment', 'delivery') AND p_step IN ('landing', 'view_item', 'add_to_cart', 'cart', 'address')
        OR p_by = 'payment' AND p_step = 'delivery' THEN 'all'
    ELSE p_part
END;

COMMENT ON MACRO part_at IS 'What a visit is parted by at a step: all, where that is not known yet.';

-- Visits that met a kind of friction at a step, one row each, beside how many visits came to that step on
-- the same kind of device, and ordered. p_by parts them further: device, browser, payment, delivery; or
-- step, which puts all kinds of a step together.
CREATE OR REPLACE MACRO friction_met(p_site, p_since, p_until, p_segment, p_by := 'all') AS TABLE
WITH methods AS (
    -- Read only where they are asked for.
    SELECT session_id,
        arg_max(json_extract_string(params, '$.payment_type'), occurred_at)  AS payment,
        arg_max(json_extract_string(params, '$.shipping_tier'), occurred_at) AS delivery,
        any_value(browser)                                                   AS browser
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE p_by IN ('payment', 'delivery')
            AND event IN ('add_payment_info', 'payment_attempt', 'add_shipping_info')
        OR p_by = 'browser'
    GROUP BY session_id
), visits AS MATERIALIZED (
    SELECT
        site, session_id, device, landing_at, view_at, add_at, ordered_at, is_order, cart_value, currency,
        coalesce(CASE p_by
            WHEN 'device' THEN device WHEN 'browser' THEN browser
            WHEN 'payment' THEN payment WHEN 'delivery' THEN delivery ELSE 'all' END, 'unknown') AS part
    FROM shopping_visits(p_site, p_since, p_until, p_segment) LEFT JOIN methods USING (session_id)
), signals AS MATERIALIZED (
    FROM friction_signals(p_site, p_since, p_until, p_segment, p_described := false)
), steps AS (
    SELECT session_id, occurred_at, step FROM signals WHERE kind IS NULL
), reached AS (
    -- As in touchpoint_visits, without reading the steps of the checkout again.
    SELECT *, 'landing' AS step, landing_at AS reached_at FROM visits WHERE landing_at IS NOT NULL
    UNION ALL
    SELECT *, 'view_item', view_at FROM visits WHERE view_at IS NOT NULL
    UNION ALL
    SELECT *, 'add_to_cart', add_at FROM visits WHERE add_at IS NOT NULL
    UNION ALL BY NAME
    SELECT visits.*, step, reached_at
    FROM visits JOIN (
        SELECT session_id, step, min(occurred_at) AS reached_at
        FROM steps
        WHERE step IS NOT NULL
        GROUP BY session_id, step
    ) USING (session_id)
), noticed AS (
    SELECT signals.session_id AS session_id, kind, signals.occurred_at AS occurred_at, steps.step AS step
    FROM signals
    ASOF LEFT JOIN steps
        ON signals.session_id = steps.session_id AND signals.occurred_at >= steps.occurred_at
    WHERE kind IS NOT NULL
), met AS MATERIALIZED (
    SELECT
        session_id, CASE
            -- Whatever came before: they are the product's, and its page may tell of them first.
            WHEN kind = 'bad_reviews' AND view_at IS NOT NULL THEN 'view_item'
            WHEN step IS NOT NULL THEN step
            WHEN occurred_at >= add_at THEN 'add_to_cart'
            WHEN occurred_at >= view_at THEN 'view_item'
            ELSE 'landing' END AS step,
        CASE WHEN p_by = 'step' THEN 'any' ELSE kind END AS kind,
        any_value(site) AS site, any_value(part) AS part, any_value(device) AS device,
        any_value(is_order) AS is_order, any_value(cart_value) AS cart_value,
        count(*) AS times, min(occurred_at) AS met_at
    FROM noticed JOIN visits USING (session_id)
    -- Who has no landing comes from an earlier visit, or from an order: that is no step of this one.
    WHERE (step IS NOT NULL OR occurred_at >= add_at OR occurred_at >= view_at OR landing_at IS NOT NULL)
        -- What goes wrong after the order has not kept from it.
        AND (ordered_at IS NULL OR occurred_at <= ordered_at)
    GROUP BY ALL
), furthest AS (
    SELECT session_id, arg_max(step, reached_at) AS step
    FROM reached
    SEMI JOIN met USING (session_id)
    WHERE NOT is_order
    GROUP BY session_id
), affected AS (
    SELECT
        met.* REPLACE (part_at(p_by, part, step) AS part),
        furthest.session_id IS NOT NULL AS stopped,
        kind = first_value(kind) OVER (PARTITION BY session_id, step ORDER BY met_at, kind) AS is_first
    FROM met LEFT JOIN furthest USING (session_id, step)
), totals AS (
    SELECT part, step, device, count(*) AS visits, count(*) FILTER (is_order) AS orders,
        sum(count(*) FILTER (is_order)) OVER at_step AS step_orders,
        sum(sum(cart_value)) OVER at_step / sum(count(cart_value)) OVER at_step AS step_value,
        one_currency(list_filter([min(min(currency)) OVER at_step, max(max(currency)) OVER at_step],
            lambda each: each IS NOT NULL)) AS currency
    FROM (SELECT * REPLACE (part_at(p_by, part, step) AS part) FROM reached)
    GROUP BY part, step, device
    WINDOW at_step AS (PARTITION BY step)
)
SELECT
    site, session_id, part, kind, step, device, times, is_order, cart_value, stopped, is_first,
    visits, orders, step_orders, step_value, totals.currency AS currency
FROM affected JOIN totals USING (part, step, device);

COMMENT ON MACRO TABLE friction_met IS 'One row a visit, step and kind of friction it met there, beside all visits at that step on that kind of device.';
