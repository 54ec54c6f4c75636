-- What visits met, each with how much it weighs: the logarithm of the odds of not ordering with it against
-- without, at its step, over devices (Mantel and Haenszel 1959; interval by Robins, Breslow and
-- Greenland 1986). Learned once a step has 200 orders; until then high weighs 1, medium 0.5, low 0.25,
-- in the proportions that products publish (rage clicks twice dead ones).
CREATE OR REPLACE MACRO weighed_friction(p_site, p_since, p_until, p_segment) AS TABLE
WITH met AS MATERIALIZED (
    FROM friction_met(p_site, p_since, p_until, p_segment)
), cells AS (
    -- a, b: with it, without and with an order; c, d: without it.
    SELECT
        kind, step, any_value(step_orders) AS step_orders, visits AS n,
        count(*) FILTER (NOT is_order) AS a, count(*) FILTER (is_order) AS b,
        visits - orders - a AS c, orders - b AS d
    FROM met
    GROUP BY kind, step, device, visits, orders
), summed AS (
    SELECT
        kind, step,
        sum(a + b)                                          AS affected,
        sum(c + d)                                          AS others,
        any_value(step_orders)                              AS step_orders,
        sum(a * d / n)                                      AS r,
        sum(b * c / n)                                      AS s,
        sum((a + d) / n * (a * d / n))                      AS pr,
        sum((a + d) / n * (b * c / n) + (b + c) / n * (a * d / n)) AS psqr,
        sum((b + c) / n * (b * c / n))                      AS qs
    FROM cells
    GROUP BY kind, step
), reckoned AS (
    SELECT *,
        CASE WHEN r > 0 AND s > 0 THEN r / s END            AS odds_ratio,
        CASE WHEN r > 0 AND s > 0 THEN sqrt(log_odds_variance(r, s, pr, psqr, qs)) END AS error,
        CASE
            WHEN kind IN ('error', 'pay', 'payment_error', 'price_change', 'rage', 'resubmit',
                'stock_error') THEN 1.0
            WHEN kind IN ('coupon_error', 'coupon_hunt', 'dead', 'js_error', 'pogo', 'poor_cls',
                'poor_inp', 'poor_lcp', 'request_failed', 'step_back', 'validation', 'zero_results')
                THEN 0.5
            ELSE 0.25
        END                                                 AS default_weight
    FROM summed
)
SELECT
    met.site AS site, session_id, met.kind AS kind, met.step AS step, times,
    CASE WHEN met.step_orders >= 200 AND odds_ratio IS NOT NULL THEN greatest(0, ln(odds_ratio))
        ELSE default_weight END                             AS weight,
    met.step_orders >= 200 AND odds_ratio IS NOT NULL           AS is_learned,
    default_weight, odds_ratio,
    odds_ratio * exp(-1.959963984540054 * error)            AS odds_ratio_low,
    odds_ratio * exp(1.959963984540054 * error)             AS odds_ratio_high,
    affected, others, met.step_orders AS step_orders
FROM met JOIN reckoned USING (kind, step);

COMMENT ON MACRO TABLE weighed_friction IS 'One row a visit, step and kind of friction it met there, with what that weighs and the evidence.';
