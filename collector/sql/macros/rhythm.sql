-- When people come and order: hour by weekday, each visit by its first event, each order by its visit.
-- Times are moved by p_offset hours from UTC.
CREATE OR REPLACE MACRO rhythm(
    p_site, p_since, p_until, p_segment, p_offset := 0, p_by := 'all'
) AS TABLE
WITH visits AS (
    SELECT
        site, session_id,
        min(occurred_at) + to_minutes((60 * p_offset)::BIGINT) AS began,
        coalesce(CASE p_by
            WHEN 'device'  THEN any_value(device)
            WHEN 'browser' THEN any_value(browser)
            WHEN 'country' THEN any_value(country)
            WHEN 'channel' THEN arg_min(channel, occurred_at)
            ELSE 'all' END, 'unknown')                         AS part,
        bool_or(on_page(source, device))
            AND (p_since IS NULL OR min(occurred_at) >= p_since) AS is_counted
    FROM asked(p_site, p_since::TIMESTAMP - INTERVAL 1 DAY, p_until, p_segment)
    GROUP BY site, session_id
), bought AS (
    SELECT site, session_id, count(*) AS orders, list(DISTINCT currency) AS currencies, sum(value) AS revenue
    FROM asked_orders(p_site, p_since, p_until, p_segment)
    GROUP BY site, session_id
)
SELECT
    part,
    isodow(began)                        AS weekday,
    hour(began)                          AS hour,
    count(*) FILTER (is_counted)         AS visits,
    coalesce(sum(orders), 0)             AS orders,
    count(orders) FILTER (is_counted) / nullif(count(*) FILTER (is_counted), 0) AS conversion,
    one_currency(flatten(list(currencies))) AS currency,
    coalesce(sum(revenue), 0)            AS revenue
FROM visits LEFT JOIN bought USING (site, session_id)
WHERE is_counted OR orders > 0
GROUP BY ALL;

COMMENT ON MACRO TABLE rhythm IS 'Visits and orders by hour and weekday, together or by device, browser, country or channel.';
