-- Visits and orders by the way the visit came. A visit belongs to the period its first event is in.
CREATE OR REPLACE MACRO channels(p_site, p_since, p_until, p_segment) AS TABLE
WITH visits AS (
    SELECT
        site,
        session_id,
        any_value(visitor_id)         AS visitor_id,
        arg_min(channel, occurred_at) AS channel
    FROM asked(p_site, p_since, p_until, p_segment)
    GROUP BY site, session_id
), bought AS (
    SELECT site, session_id, count(*) AS orders, sum(value) AS revenue,
        one_currency(list(currency)) AS currency
    FROM orders
    GROUP BY site, session_id
)
SELECT
    coalesce(channel, 'Unassigned')         AS channel,
    count(*)                                AS visits,
    count(DISTINCT visitor_id)              AS visitors,
    coalesce(sum(orders), 0)                AS orders,
    count(orders) / count(*)                AS conversion,
    one_currency(list(currency))            AS currency,
    coalesce(sum(revenue), 0)               AS revenue
FROM visits LEFT JOIN bought USING (site, session_id)
GROUP BY ALL;

COMMENT ON MACRO TABLE channels IS 'Visits and orders by the way the visit came.';
