-- Customers: recency, frequency and worth, as the field has them (Fader, Hardie 2005; the Lifetimes
-- library): frequency is the number of days with an order after the first one, recency the days from the
-- first to the last, age the days from the first to the end of the period: its end, or today where that lies
-- before, and the last day with an event where no end is asked for. Scores are fifths, equal numbers alike;
-- segments are the common grid of recency and frequency.
CREATE OR REPLACE MACRO customers(p_site, p_since, p_until, p_segment) AS TABLE
WITH ordered AS (
    SELECT
        orders.site                                       AS site,
        coalesce(person_id, orders.visitor_id)            AS person_id,
        identity, ordered_at, ordered_at::DATE AS ordered_on, value, currency
    FROM asked_orders(p_site, p_since, p_until, p_segment) AS orders
    LEFT JOIN people ON people.site = orders.site AND people.visitor_id = orders.visitor_id
), ends AS (
    SELECT coalesce(
        CASE WHEN p_until IS NOT NULL THEN
            least(p_until::TIMESTAMP - INTERVAL 1 MICROSECOND, make_timestamp(epoch_us(now()))) END,
        (SELECT max(occurred_at) FROM events WHERE p_site IS NULL OR site = p_site))::DATE AS last_day
), people_of AS (
    SELECT
        site, person_id,
        any_value(identity)                               AS identity,
        min(ordered_on)                                   AS first_order,
        max(ordered_on)                                   AS last_order,
        count(*)                                          AS orders,
        count(DISTINCT ordered_on) - 1                    AS frequency,
        max(ordered_on) - min(ordered_on)                 AS recency_days,
        any_value(last_day) - min(ordered_on)             AS age_days,
        any_value(last_day) - max(ordered_on)             AS idle_days,
        sum(value)                                        AS revenue,
        count(value)                                      AS valued,
        one_currency(list(currency))                      AS currency
    FROM ordered CROSS JOIN ends
    GROUP BY site, person_id
), scored AS (
    SELECT *,
        -- From the most recent on, so that those of the same day share the best of their places.
        5 - least(floor(5 * percent_rank() OVER (ORDER BY idle_days)), 4)::INTEGER      AS r,
        1 + least(floor(5 * percent_rank() OVER (ORDER BY orders)), 4)::INTEGER         AS f,
        1 + least(floor(5 * percent_rank() OVER (ORDER BY coalesce(revenue, 0))), 4)::INTEGER        AS m
    FROM people_of
)
SELECT
    site, person_id, identity, first_order, last_order, orders, frequency, recency_days, age_days,
    idle_days, revenue, revenue / nullif(valued, 0) AS order_value, currency,
    r AS recency_score, f AS frequency_score, m AS monetary_score,
    CASE
        WHEN r >= 5 AND f >= 4 THEN 'champions'
        WHEN r >= 3 AND f >= 4 THEN 'loyal'
        WHEN r >= 4 AND f >= 2 THEN 'potential loyalists'
        WHEN r >= 5            THEN 'new'
        WHEN r >= 4            THEN 'promising'
        WHEN r = 3 AND f = 3   THEN 'need attention'
        WHEN r = 3             THEN 'about to sleep'
        WHEN f >= 5            THEN 'cannot lose'
        WHEN f >= 3            THEN 'at risk'
        ELSE 'hibernating'
    END AS segment
FROM scored;

COMMENT ON MACRO TABLE customers IS 'One row a customer: recency, frequency, worth, scores and segment.';
