-- Friction against its like: visits at a step that met a kind of friction there, and those at the same
-- step on the same kind of device that did not. p_by parts them further, as friction_met does.
CREATE OR REPLACE MACRO friction_cells(p_site, p_since, p_until, p_segment, p_by := 'all') AS TABLE
SELECT
    part, kind, step, device,
    count(*)                                        AS affected,
    count(*) FILTER (is_order)                      AS affected_orders,
    visits - count(*)                               AS others,
    orders - count(*) FILTER (is_order)             AS others_orders,
    sum(times)                                      AS times,
    count(*) FILTER (stopped)                       AS stopped,
    count(*) FILTER (stopped AND is_first)          AS stopped_first,
    list(cart_value) FILTER (cart_value IS NOT NULL) AS cart_values,
    any_value(step_value)                           AS step_value,
    any_value(currency)                             AS currency
FROM friction_met(p_site, p_since, p_until, p_segment, p_by := p_by)
GROUP BY part, kind, step, device, visits, orders;

COMMENT ON MACRO TABLE friction_cells IS 'Visits that met a friction at a step and those of the same step and device that did not: the table behind its price.';
