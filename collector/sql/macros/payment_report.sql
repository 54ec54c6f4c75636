-- Paying, by method and by the code of its errors: attempts, declines, and what came after an error.
CREATE OR REPLACE MACRO payment_report(p_site, p_since, p_until, p_segment) AS TABLE
WITH told AS MATERIALIZED (
    SELECT site, session_id, occurred_at, event, value, currency, is_paying,
        CASE WHEN is_paying THEN json_extract_string(params, '$.payment_type') END AS own,
        CASE WHEN is_paying THEN json_extract_string(params, '$.error_type') END   AS error_type,
        CASE WHEN is_paying THEN coalesce(json_extract_string(params, '$.error_code'), 'not told') END AS code,
        place
    FROM (
        SELECT *, event IN ('payment_attempt', 'payment_error', 'add_payment_info', 'purchase') AS is_paying
        FROM asked(p_site, p_since, p_until, p_segment)
    )
    -- What is to be paid may have been told before paying alone.
    WHERE (is_paying OR event IN ('view_cart', 'begin_checkout', 'add_shipping_info') AND value IS NOT NULL)
        -- At a till nobody tries to pay on a page, and a thank-you page opened again pays for nothing.
        AND on_page(source, device) AND NOT tells_again(event, session_id, transaction_id)
), methods AS (
    -- An error that does not say how was paid belongs to the method told last.
    SELECT *, coalesce(last_value(own IGNORE NULLS) OVER (
        PARTITION BY site, session_id ORDER BY occurred_at, place
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), 'unknown') AS payment_type
    FROM told
    WHERE is_paying
), worth AS (
    SELECT site, session_id,
        arg_max(value, occurred_at)                             AS value,
        arg_max(currency, occurred_at) FILTER (value IS NOT NULL) AS currency
    FROM told
    GROUP BY site, session_id
), visits AS (
    SELECT site, session_id, any_value(worth.value) AS value, any_value(worth.currency) AS currency,
        max(occurred_at) FILTER (event = 'purchase')            AS ordered_at,
        max(occurred_at) FILTER (event = 'payment_attempt')     AS tried_at,
        arg_max(payment_type, occurred_at) FILTER (event IN ('purchase', 'payment_attempt')) AS last_type
    FROM methods JOIN worth USING (site, session_id)
    GROUP BY site, session_id
), errors AS (
    SELECT site, session_id, payment_type, code,
        count(*)                                                AS errors,
        count(*) FILTER (error_type = 'hard')                   AS hard,
        count(*) FILTER (error_type = 'soft')                   AS soft,
        max(occurred_at)                                        AS failed_at
    FROM methods
    WHERE event = 'payment_error'
    GROUP BY ALL
), failed AS (
    SELECT errors.*,
        coalesce(tried_at > failed_at OR ordered_at >= failed_at, false) AS again,
        coalesce(ordered_at >= failed_at, false)                AS recovered,
        coalesce(ordered_at >= failed_at, false) AND last_type <> payment_type AS switched,
        value
    FROM errors JOIN visits USING (site, session_id)
), by_code AS (
    SELECT payment_type, code,
        sum(errors) AS errors, sum(hard) AS hard, sum(soft) AS soft, count(*) AS failed_visits,
        count(*) FILTER (again) AS tried_again, count(*) FILTER (recovered) AS recovered,
        count(*) FILTER (switched) AS recovered_otherwise,
        coalesce(sum(value) FILTER (NOT recovered), 0) AS value_lost
    FROM failed
    GROUP BY payment_type, code
    UNION ALL
    SELECT payment_type, 'all', sum(errors), sum(hard), sum(soft), count(*),
        count(*) FILTER (again), count(*) FILTER (recovered), count(*) FILTER (switched),
        coalesce(sum(value) FILTER (NOT recovered), 0)
    FROM (
        -- A visit with two codes is one visit.
        SELECT site, session_id, payment_type, sum(errors) AS errors, sum(hard) AS hard,
            sum(soft) AS soft, bool_or(again) AS again, arg_max(recovered, failed_at) AS recovered,
            arg_max(switched, failed_at) AS switched, any_value(value) AS value
        FROM failed
        GROUP BY site, session_id, payment_type
    )
    GROUP BY payment_type
), by_method AS (
    SELECT payment_type,
        count(DISTINCT (site, session_id))                       AS visits,
        count(*) FILTER (event = 'payment_attempt')              AS attempts,
        count(DISTINCT (site, session_id)) FILTER (event = 'purchase') AS ordered,
        one_currency(list(DISTINCT visits.currency))             AS currency
    FROM methods JOIN visits USING (site, session_id)
    GROUP BY payment_type
)
SELECT
    payment_type, coalesce(code, 'all')                         AS error_code,
    visits, attempts, ordered,
    coalesce(errors, 0)                                         AS errors,
    coalesce(errors, 0) / nullif(attempts, 0)                   AS error_rate,
    coalesce(hard, 0)                                           AS hard_errors,
    coalesce(soft, 0)                                           AS soft_errors,
    coalesce(failed_visits, 0)                                  AS failed_visits,
    tried_again,
    recovered,
    recovered_otherwise,
    recovered / failed_visits                                   AS recovery_rate,
    wilson_low(recovered / failed_visits, failed_visits)        AS recovery_low,
    wilson_high(recovered / failed_visits, failed_visits)       AS recovery_high,
    currency,
    coalesce(value_lost, 0)                                     AS value_lost
FROM by_method LEFT JOIN by_code USING (payment_type);

COMMENT ON MACRO TABLE payment_report IS 'Paying by method and error code: attempts, errors, hard and soft, and who paid after an error.';
