-- The figures of a shop by day, week, month or year, one row a period and figure.
CREATE OR REPLACE MACRO figures(
    p_site, p_since, p_until, p_segment, p_every := 'month', p_through := NULL
) AS TABLE
WITH people_met AS (
    -- Pseudonyms first, and then whose they are: a visitor who consents has two.
    SELECT period, count(DISTINCT coalesce(person_id, met.visitor_id)) AS visitors
    FROM (
        SELECT DISTINCT site, visitor_id, date_trunc(p_every, occurred_at)::DATE AS period
        FROM asked(p_site, p_since, p_until, p_segment)
        WHERE on_page(source, device)
    ) AS met LEFT JOIN people USING (site, visitor_id)
    GROUP BY period
), daily AS (
    SELECT
        date_trunc(p_every, occurred_at)::DATE                                 AS period,
        count(DISTINCT session_id) FILTER (on_page(source, device))            AS visits,
        count(*) FILTER (event = 'page_view')                                  AS page_views,
        count(DISTINCT session_id) FILTER (event = 'add_to_cart')              AS visits_with_cart,
        count(*) FILTER (event = 'payment_error')                              AS payment_errors
    FROM asked(p_site, p_since, p_until, p_segment)
    GROUP BY period
), checkouts AS (
    -- A checkout may be told, or found by its steps; the cart is none yet.
    SELECT date_trunc(p_every, occurred_at)::DATE AS period, count(DISTINCT session_id) AS visits_with_checkout
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE event = 'begin_checkout'
        OR event = 'checkout_step' AND json_extract_string(params, '$.step') <> 'cart'
    GROUP BY period
), sent_back AS (
    -- An order comes back once, when that is first heard of: as somebody asks, or as it is paid back.
    SELECT date_trunc(p_every, heard_at)::DATE AS period, count(*) AS returns
    FROM (
        SELECT min(occurred_at) AS heard_at
        FROM asked(p_site, NULL, p_until, NULL)
        WHERE event IN ('return_requested', 'refund')
            -- Those of a segment are those of its orders, whoever tells of them.
            AND (p_segment IS NULL
                OR session_id IN (SELECT session_id FROM segment_members WHERE segment = p_segment)
                OR (site, transaction_id) IN (
                    SELECT (site, transaction_id) FROM asked_orders(p_site, NULL, NULL, p_segment)))
        GROUP BY site, coalesce(transaction_id, event_id::VARCHAR)
    )
    WHERE p_since IS NULL OR heard_at >= p_since
    GROUP BY period
), periods AS (
    -- In a period without events nobody came: that is 0, and what the next one is held against. After the
    -- last event only as far as p_through asks for.
    SELECT unnest(generate_series(min(period),
        greatest(max(period), date_trunc(p_every, p_through::TIMESTAMP)::DATE), CASE p_every
        WHEN 'day'  THEN INTERVAL 1 DAY
        WHEN 'week' THEN INTERVAL 7 DAY
        WHEN 'year' THEN INTERVAL 1 YEAR
        ELSE INTERVAL 1 MONTH END))::DATE AS period
    FROM (SELECT period FROM daily UNION ALL SELECT period FROM sent_back)
), bought AS (
    SELECT
        date_trunc(p_every, ordered_at)::DATE                                  AS period,
        count(*)                                                               AS orders,
        count(*) FILTER (is_online)                                            AS online,
        count(value)                                                           AS valued,
        sum(value)::DOUBLE                                                     AS revenue,
        one_currency(list(DISTINCT currency))                                  AS currency
    FROM asked_orders(p_site, p_since, p_until, p_segment)
    GROUP BY period
)
SELECT period, figure, value,
    CASE WHEN figure IN ('revenue', 'order_value') THEN currency END           AS currency
FROM (SELECT period, currency, unnest([
    {'figure': 'visits',               'value': coalesce(visits, 0)::DOUBLE},
    {'figure': 'visitors',             'value': coalesce(visitors, 0)::DOUBLE},
    {'figure': 'page_views',           'value': coalesce(page_views, 0)::DOUBLE},
    {'figure': 'visits_with_cart',     'value': coalesce(visits_with_cart, 0)::DOUBLE},
    {'figure': 'visits_with_checkout', 'value': coalesce(visits_with_checkout, 0)::DOUBLE},
    {'figure': 'orders',               'value': coalesce(orders, 0)::DOUBLE},
    {'figure': 'revenue',              'value': coalesce(revenue, 0)},
    {'figure': 'conversion',           'value': coalesce(online, 0) / nullif(visits, 0)},
    {'figure': 'order_value',          'value': revenue / nullif(valued, 0)},
    {'figure': 'payment_errors',       'value': coalesce(payment_errors, 0)::DOUBLE},
    {'figure': 'returns',              'value': coalesce(returns, 0)::DOUBLE}
], recursive := true)
FROM periods
LEFT JOIN daily USING (period)
LEFT JOIN people_met USING (period)
LEFT JOIN checkouts USING (period)
LEFT JOIN bought USING (period)
LEFT JOIN sent_back USING (period));

COMMENT ON MACRO TABLE figures IS 'The figures of a shop by day, week, month or year: one row a period and figure.';
