-- How many hours pass from an order to its delivery: the middle, three quarters and the slow tenth?
WITH delivered AS (
    SELECT site, transaction_id, date_diff('second', o.ordered_at, min(e.occurred_at)) / 3600 AS hours
    FROM orders o JOIN asked(NULL, NULL, NULL, NULL) e USING (site, transaction_id)
    WHERE e.event = 'order_delivered'
    GROUP BY site, transaction_id, o.ordered_at
)
SELECT
    count(*)                              AS orders,
    round(quantile_cont(hours, 0.5), 1)   AS p50,
    round(quantile_cont(hours, 0.75), 1)  AS p75,
    round(quantile_cont(hours, 0.9), 1)   AS p90
FROM delivered;
