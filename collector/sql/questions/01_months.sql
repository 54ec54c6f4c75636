-- How many visits, orders and how much revenue had each month?
WITH visits AS (
    SELECT strftime(started_at, '%Y-%m') AS month, count(*) AS visits
    FROM sessions
    WHERE landing_path IS NOT NULL
    GROUP BY ALL
), sales AS (
    SELECT strftime(ordered_at, '%Y-%m') AS month, count(*) AS orders, sum(value) AS revenue
    FROM orders
    WHERE is_online
    GROUP BY ALL
)
SELECT month, visits, coalesce(orders, 0) AS orders, coalesce(revenue, 0)::DECIMAL(18, 2) AS revenue
FROM visits LEFT JOIN sales USING (month)
ORDER BY month;
