-- Orders sent back: how many, why, and how long it took to settle. An order counts in the period in which
-- it was made, whenever it came back. A refund says that it came back and that this is settled, where
-- nothing else does; but not how long that took, because nobody told when it was asked for.
CREATE OR REPLACE MACRO returns(p_site, p_since, p_until, p_segment) AS TABLE
WITH ordered AS (
    SELECT site, transaction_id, value, currency
    FROM asked_orders(p_site, p_since, p_until, p_segment)
), told AS (
    SELECT
        site, transaction_id,
        min(occurred_at) FILTER (event = 'return_requested')                   AS requested_at,
        min(occurred_at) FILTER (event = 'return_resolved')                    AS resolved_at,
        list(occurred_at) FILTER (event = 'refund')                            AS refunds,
        coalesce(
            arg_min(json_extract_string(params, '$.reason'), occurred_at) FILTER (event = 'return_requested'),
            arg_min(json_extract_string(params, '$.reason'), occurred_at) FILTER (event = 'refund'),
            'not told')                                                        AS reason,
        -- A refund without a value is of the whole order.
        CASE WHEN bool_and(coalesce(value, 0) > 0) FILTER (event = 'refund')
             THEN sum(value) FILTER (event = 'refund') END                     AS refunded,
        one_currency(list(currency) FILTER (event = 'refund'))                 AS refunded_in
    FROM asked(p_site, p_since, NULL, NULL)
    WHERE event IN ('return_requested', 'return_resolved', 'refund') AND transaction_id IS NOT NULL
    GROUP BY site, transaction_id
    HAVING requested_at IS NOT NULL OR refunds IS NOT NULL
), joined AS (
    SELECT
        ordered.* EXCLUDE (value), reason,
        CASE WHEN coalesce(refunded_in, currency) IS NOT DISTINCT FROM currency
             THEN least(refunded, value) ELSE value END                        AS value,
        epoch(coalesce(resolved_at, list_min(list_filter(refunds, lambda refund: refund >= requested_at)))
            - requested_at)                                                    AS took,
        requested_at IS NULL OR took IS NOT NULL                               AS is_settled,
        (SELECT count(*) FROM ordered)                                         AS all_orders
    FROM ordered JOIN told USING (site, transaction_id)
)
SELECT
    CASE WHEN grouping(reason) = 1 THEN 'all' ELSE reason END                  AS reason,
    coalesce(any_value(all_orders), (SELECT count(*) FROM ordered))            AS orders,
    count(transaction_id)                                                      AS returned,
    count(transaction_id) / nullif(coalesce(any_value(all_orders), (SELECT count(*) FROM ordered)), 0)
                                                                               AS return_rate,
    count(*) FILTER (is_settled)                                               AS resolved,
    quantile_cont(took, 0.5) / 3600                                            AS hours_p50,
    quantile_cont(took, 0.9) / 3600                                            AS hours_p90,
    one_currency(list(currency))                                               AS currency,
    coalesce(sum(value), 0)                                                    AS value
FROM joined
GROUP BY GROUPING SETS ((reason), ());

COMMENT ON MACRO TABLE returns IS 'Orders sent back, by reason and all together: rate, worth, time to resolve.';
