-- How much each kind of friction weighs: the logarithm of the odds of not ordering with it against
-- without, at its step, over devices (Mantel and Haenszel 1959; interval by Robins, Breslow and
-- Greenland 1986). Learned once a step has 200 orders; until then high weighs 1, medium 0.5, low 0.25,
-- in the proportions that products publish (rage clicks twice dead ones).
CREATE OR REPLACE MACRO friction_weights(p_site, p_since, p_until, p_segment) AS TABLE
WITH cells AS (
    -- a, b: with it, without and with an order; c, d: without it.
    SELECT *,
        affected - affected_orders AS a, affected_orders AS b,
        others - others_orders AS c, others_orders AS d, affected + others AS n
    FROM friction_cells(p_site, p_since, p_until, p_segment)
), summed AS (
    SELECT
        kind, step,
        sum(affected)                                       AS affected,
        sum(others)                                         AS others,
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
    kind, step,
    CASE WHEN step_orders >= 200 AND odds_ratio IS NOT NULL THEN greatest(0, ln(odds_ratio))
        ELSE default_weight END                             AS weight,
    step_orders >= 200 AND odds_ratio IS NOT NULL           AS is_learned,
    default_weight, odds_ratio,
    odds_ratio * exp(-1.959963984540054 * error)            AS odds_ratio_low,
    odds_ratio * exp(1.959963984540054 * error)             AS odds_ratio_high,
    affected, others, step_orders
FROM reckoned;

COMMENT ON MACRO TABLE friction_weights IS 'How much each kind of friction weighs at its step: learned log odds of not ordering, or a default, with the evidence.';
