-- Visits and orders by the way the visit came. A visit belongs to the period its first event is in, an order
-- to the one it was made in: of a visit over midnight the channel is told the day before.
CREATE OR REPLACE MACRO channels(p_site, p_since, p_until, p_segment) AS TABLE
WITH visits AS (
    SELECT
        site,
        session_id,
        any_value(visitor_id)            AS visitor_id,
        arg_min(channel, occurred_at)    AS channel,
        bool_or(on_page(source, device))
            AND (p_since IS NULL OR min(occurred_at) >= p_since) AS is_counted
    FROM asked(p_site, p_since::TIMESTAMP - INTERVAL 1 DAY, p_until, p_segment)
    GROUP BY site, session_id
), bought AS (
    SELECT site, session_id, count(*) AS orders, sum(value) AS revenue,
        one_currency(list(currency)) AS currency
    FROM asked_orders(p_site, p_since, p_until, p_segment)
    GROUP BY site, session_id
)
SELECT
    coalesce(channel, 'Unassigned')                          AS channel,
    count(*) FILTER (is_counted)                             AS visits,
    count(DISTINCT visitor_id) FILTER (is_counted)           AS visitors,
    coalesce(sum(orders), 0)                                 AS orders,
    count(orders) FILTER (is_counted) / nullif(count(*) FILTER (is_counted), 0) AS conversion,
    one_currency(list(currency))                             AS currency,
    coalesce(sum(revenue), 0)                                AS revenue
FROM visits LEFT JOIN bought USING (site, session_id)
WHERE is_counted OR orders > 0
GROUP BY ALL;

COMMENT ON MACRO TABLE channels IS 'Visits and orders by the way the visit came.';
