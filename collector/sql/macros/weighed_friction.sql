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
        mantel_haenszel(a, b, c, d, n)                      AS sums
    FROM cells
    GROUP BY kind, step
), reckoned AS (
    SELECT *,
        pooled_odds_ratio(sums)                             AS odds_ratio,
        log_odds_error(sums)                                AS error,
        CASE severity(kind) WHEN 'high' THEN 1.0 WHEN 'medium' THEN 0.5 ELSE 0.25 END AS default_weight
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
