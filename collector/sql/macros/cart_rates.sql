-- Carts added up, by day, week or month of their making, by device, or all together.
CREATE OR REPLACE MACRO cart_rates(
    p_site, p_since, p_until, p_segment, p_by := 'all', p_idle := 3600000000,
    p_recover := 604800000000, p_now := NULL
) AS TABLE
SELECT
    CASE p_by
        WHEN 'device' THEN coalesce(device, 'unknown')
        WHEN 'day'    THEN created_at::DATE::VARCHAR
        WHEN 'week'   THEN date_trunc('week', created_at)::DATE::VARCHAR
        WHEN 'month'  THEN date_trunc('month', created_at)::DATE::VARCHAR
        ELSE 'all'
    END                                                               AS part,
    count(*)                                                          AS carts,
    count(*) FILTER (state = 'open')                                  AS open,
    count(*) FILTER (state = 'ordered')                               AS ordered,
    count(*) FILTER (state = 'recovered')                             AS recovered,
    count(*) FILTER (state = 'abandoned')                             AS abandoned,
    count(*) FILTER (state = 'emptied')                               AS emptied,
    count(*) FILTER (state = 'abandoned')
        / nullif(count(*) FILTER (state NOT IN ('open', 'emptied')), 0) AS abandonment_rate,
    count(*) FILTER (state = 'abandoned' AND checkout)
        / nullif(count(*) FILTER (state NOT IN ('open', 'emptied') AND checkout), 0) AS checkout_abandonment_rate,
    count(*) FILTER (state = 'recovered')
        / nullif(count(*) FILTER (state IN ('recovered', 'abandoned')), 0) AS recovery_rate,
    one_currency(list(currency))                                      AS currency,
    coalesce(sum(value) FILTER (state = 'abandoned'), 0)              AS value_abandoned,
    coalesce(sum(value) FILTER (state = 'recovered'), 0)              AS value_recovered
FROM carts(p_site, p_since, p_until, p_segment, p_idle := p_idle, p_recover := p_recover, p_now := p_now)
GROUP BY ALL;

COMMENT ON MACRO TABLE cart_rates IS 'Carts added up: how many were ordered, abandoned, recovered and emptied, and their worth.';
