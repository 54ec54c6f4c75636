-- How many customers order again, how soon, and what that is worth. Who cannot be met again on another day
-- would seem never to come back: the rate is that of the others.
CREATE OR REPLACE MACRO repeat_rate(p_site, p_since, p_until, p_segment) AS TABLE
WITH ordered AS (
    SELECT
        orders.site                            AS site,
        coalesce(person_id, orders.visitor_id) AS person_id,
        ordered_at, value, currency,
        bool_or(is_recognised) OVER (
            PARTITION BY orders.site, coalesce(person_id, orders.visitor_id)) AS known,
        row_number() OVER each_person          AS nth,
        ordered_at - lag(ordered_at) OVER each_person AS gap
    FROM asked_orders(p_site, p_since, p_until, p_segment) AS orders
    LEFT JOIN people ON people.site = orders.site AND people.visitor_id = orders.visitor_id
    WINDOW each_person AS (
        PARTITION BY orders.site, coalesce(person_id, orders.visitor_id) ORDER BY ordered_at, transaction_id)
)
SELECT
    count(*) FILTER (nth = 1)                                         AS customers,
    count(*) FILTER (nth = 1 AND known)                               AS recognised_customers,
    count(*) FILTER (nth = 2)                                         AS repeat_customers,
    count(*) FILTER (nth = 2 AND known)
        / nullif(count(*) FILTER (nth = 1 AND known), 0)              AS repeat_rate,
    count(*)                                                          AS orders,
    count(*) / nullif(count(*) FILTER (nth = 1), 0)                   AS orders_per_customer,
    median(epoch(gap)) / 86400                                        AS median_days_between,
    one_currency(list(currency))                                      AS currency,
    coalesce(sum(value), 0)                                           AS revenue,
    coalesce(sum(value) FILTER (nth > 1), 0)                          AS repeat_revenue
FROM ordered;

COMMENT ON MACRO TABLE repeat_rate IS 'How many customers ordered again, how soon, and what that was worth.';
