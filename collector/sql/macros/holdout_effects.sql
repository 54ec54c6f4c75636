-- The effect of what is done for some and held back from others: every arm of an experiment against the
-- one that is held against. A visit belongs to the arm it was told first; an order counts that comes in
-- the same visit after it was told.
CREATE OR REPLACE MACRO holdout_effects(p_site, p_since, p_until, p_segment) AS TABLE
WITH told AS (
    SELECT site, session_id, occurred_at, place, json_transform(params, '{
        "intervention": "VARCHAR", "arm": "VARCHAR", "experiment": "VARCHAR", "variant": "VARCHAR",
        "experiment_id": "VARCHAR", "variant_id": "VARCHAR"}') AS p
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE event IN ('intervention', 'experiment', 'experiment_impression', 'experience_impression')
), named AS (
    SELECT
        site, session_id,
        coalesce(p.intervention, p.experiment, p.experiment_id)        AS experiment,
        arg_min(coalesce(p.arm, p.variant, p.variant_id), (occurred_at, place)) AS arm,
        min(occurred_at)                                               AS told_at
    FROM told
    WHERE experiment IS NOT NULL AND coalesce(p.arm, p.variant, p.variant_id) IS NOT NULL
    GROUP BY ALL
), ordered AS (
    SELECT site, session_id, ordered_at, value, currency
    FROM asked_orders(p_site, p_since, p_until, p_segment)
), visits AS (
    SELECT
        named.site AS site, experiment, arm, told_at,
        count(ordered_at) > 0                        AS is_order,
        coalesce(sum(value), 0)                      AS value,
        one_currency(list(currency) FILTER (currency IS NOT NULL)) AS currency
    FROM named LEFT JOIN ordered
        ON ordered.site = named.site AND ordered.session_id = named.session_id AND ordered_at >= told_at
    GROUP BY named.site, experiment, arm, named.session_id, told_at
), arms AS (
    SELECT
        site, experiment, arm,
        count(*)                                     AS visits,
        count(*) FILTER (is_order)                   AS orders,
        count(*) FILTER (is_order) / count(*)        AS conversion,
        avg(value)                                   AS value_per_visit,
        one_currency(list(currency) FILTER (currency IS NOT NULL)) AS currency,
        min(told_at)                                 AS first_at,
        max(told_at)                                 AS last_at
    FROM visits
    GROUP BY site, experiment, arm
), ranked AS (
    -- Held against is the arm that its name says is, or the first by its name.
    SELECT *, row_number() OVER (
        PARTITION BY site, experiment
        ORDER BY lower(arm) NOT IN ('held', 'holdout', 'control', 'original', 'baseline', '0'), arm) AS nth
    FROM arms
), compared AS (
    SELECT
        ranked.*,
        base.arm AS against, base.visits AS base_visits, base.orders AS base_orders,
        base.conversion AS base_conversion,
        (ranked.orders + base.orders) / (ranked.visits + base.visits) AS pooled
    FROM ranked JOIN ranked AS base
        ON base.site = ranked.site AND base.experiment = ranked.experiment AND base.nth = 1
    WHERE ranked.nth > 1
)
SELECT
    site, experiment, arm, against, first_at, last_at, visits, orders, conversion,
    base_visits AS against_visits, base_orders AS against_orders, base_conversion AS against_conversion,
    conversion - base_conversion                                            AS effect,
    newcombe_low(conversion, visits, base_conversion, base_visits)          AS effect_low,
    newcombe_high(conversion, visits, base_conversion, base_visits)         AS effect_high,
    two_sided((conversion - base_conversion)
        / nullif(sqrt(pooled * (1 - pooled) * (1 / visits + 1 / base_visits)), 0)) AS p_value,
    (conversion - base_conversion) * visits                                 AS orders_gained,
    currency,
    value_per_visit
FROM compared
ORDER BY site, experiment, arm;

COMMENT ON MACRO TABLE holdout_effects IS 'The effect of each arm of an experiment or intervention against the one held back, with its interval.';
