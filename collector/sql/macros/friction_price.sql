-- What friction costs: affected visits times the conversion they lack times the mean worth of their carts.
-- (The median is told beside it; it would make losses too small by as much as carts are skewed.) The
-- conversion without it is that of visits at the same step, weighted to the affected visits' devices; its
-- interval counts as many trials as such a mean is worth (Kish 1965), and the difference has Newcombe's.
-- Where everybody met it nobody is left to tell what it costs, and its price is empty.
-- The product with the worth takes the worth's own uncertainty in (MOVER: Zou and Donner 2008).
CREATE OR REPLACE MACRO friction_price(p_site, p_since, p_until, p_segment, p_by := 'all') AS TABLE
WITH cells AS MATERIALIZED (
    SELECT *,
        sum(affected) OVER point AS all_affected,
        sum(others) OVER point AS all_others,
        sum(others_orders) OVER point AS all_others_orders
    FROM friction_cells(p_site, p_since, p_until, p_segment, p_by := p_by)
    WINDOW point AS (PARTITION BY part, kind, step)
), summed AS (
    SELECT
        part, kind, step,
        sum(affected)                                       AS affected,
        sum(others)                                         AS others,
        sum(times)                                          AS times,
        sum(affected_orders) / sum(affected)                AS conversion_with,
        -- A device on which everybody met it has none to be held against: all others stand in.
        sum(affected / all_affected * coalesce(others_orders / nullif(others, 0),
            all_others_orders / nullif(all_others, 0)))     AS conversion_without,
        1 / sum((affected / all_affected) ** 2 / coalesce(nullif(others, 0), nullif(all_others, 0)))
                                                            AS trials_without,
        sum(stopped)                                        AS stopped,
        sum(stopped_first)                                  AS stopped_first,
        flatten(list(cart_values))                          AS carts,
        any_value(step_value)                               AS step_value,
        any_value(currency)                                 AS currency
    FROM cells
    GROUP BY part, kind, step
), compared AS (
    SELECT *,
        affected * not_below_0(conversion_without - conversion_with)                 AS lost,
        affected * not_below_0(
            newcombe_low(conversion_without, trials_without, conversion_with, affected))  AS lost_low,
        affected * not_below_0(
            newcombe_high(conversion_without, trials_without, conversion_with, affected)) AS lost_high,
        coalesce(list_aggregate(carts, 'avg'), step_value)                                        AS worth,
        coalesce(list_aggregate(carts, 'stddev_samp') / sqrt(len(carts)) * 1.959963984540054, 0)  AS worth_half
    FROM summed
)
SELECT
    part, kind, step, affected, others, times,
    conversion_without,
    conversion_with,
    lost                                                    AS lost_orders,
    lost_low                                                AS lost_orders_low,
    lost_high                                               AS lost_orders_high,
    worth                                                   AS value,
    coalesce(list_aggregate(carts, 'median'), worth)                     AS value_median,
    currency,
    lost * worth                                            AS revenue_at_risk,
    not_below_0(lost * worth
        - sqrt((worth * (lost - lost_low)) ** 2 + (lost * worth_half) ** 2)) AS revenue_at_risk_low,
    lost * worth
        + sqrt((worth * (lost_high - lost)) ** 2 + (lost * worth_half) ** 2) AS revenue_at_risk_high,
    stopped, stopped_first,
    lost * worth * coalesce(stopped_first / nullif(stopped, 0), 0) AS revenue_once
FROM compared;

COMMENT ON MACRO TABLE friction_price IS 'What each kind of friction costs at its step: affected visits, conversion with and without it, revenue at risk with its interval.';
