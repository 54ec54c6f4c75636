-- Doubts: who stopped at or left the checkout for which information, came back, and ordered. Beside what
-- the tracker tells (links of the kind clicked, hovered, opened), looking for a coupon and hesitating for
-- p_hesitation microseconds at a card's field are doubts.
CREATE OR REPLACE MACRO doubt_report(
    p_site, p_since, p_until, p_segment, p_hesitation := 10000000
) AS TABLE
WITH told AS (
    SELECT site, session_id, occurred_at,
        CASE event
            WHEN 'doubt' THEN coalesce(json_extract_string(params, '$.about'), 'not told')
            WHEN 'friction' THEN CASE
                WHEN json_extract_string(params, '$.kind') = 'coupon_hunt' THEN 'coupon' END
            WHEN 'field' THEN CASE
                WHEN starts_with(json_extract_string(params, '$.field'), 'cc-')
                    AND try_cast(json_extract_string(params, '$.hesitation_ms') AS BIGINT)
                        >= p_hesitation / 1000 THEN 'card' END
        END AS about,
        CASE event
            WHEN 'doubt' THEN coalesce(json_extract_string(params, '$.how'), 'not told')
            WHEN 'field' THEN 'hesitated'
            ELSE 'hunted'
        END AS how
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE event IN ('doubt', 'friction') OR event = 'field' AND contains(params::VARCHAR, '"cc-')
), steps AS (
    -- After the order nothing is doubted any more, until the next checkout.
    SELECT session_id, occurred_at AS since, event = 'purchase'
        OR coalesce(json_extract_string(params, '$.step') = 'done', false) AS is_done
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE event IN ('checkout_step', 'purchase')
), doubts AS (
    SELECT site, told.session_id AS session_id, about, how, min(occurred_at) AS doubted_at
    FROM told
    ASOF LEFT JOIN steps ON told.session_id = steps.session_id AND told.occurred_at > steps.since
    WHERE about IS NOT NULL AND NOT coalesce(is_done, false)
    GROUP BY site, told.session_id, about, how
), after AS (
    SELECT site, session_id,
        max(occurred_at) FILTER (event NOT IN ('purchase', 'view_cart')) AS step_at,
        max(occurred_at) FILTER (event = 'purchase')                    AS ordered_at,
        arg_max(value, occurred_at) FILTER (event <> 'checkout_step')   AS cart_value,
        any_value(currency)                                             AS currency
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE event IN ('checkout_step', 'purchase', 'view_cart', 'begin_checkout', 'add_shipping_info',
        'add_payment_info')
        AND NOT tells_again(event, session_id, transaction_id)
    GROUP BY site, session_id
), followed AS (
    SELECT *,
        coalesce(ordered_at >= doubted_at, false) AS orders,
        -- Who only looked has not left; of who left, a later step tells that they are back.
        how = 'left'                              AS leaves,
        coalesce(step_at > doubted_at OR ordered_at >= doubted_at, false) AS returns
    FROM doubts LEFT JOIN after USING (site, session_id)
), base AS (
    SELECT count(*) FILTER (step_at IS NOT NULL) AS checkouts,
        count(*) FILTER (step_at IS NOT NULL AND ordered_at IS NOT NULL)
            / nullif(count(*) FILTER (step_at IS NOT NULL), 0) AS usual
    FROM after
)
SELECT
    about, how,
    count(*)                                                    AS visits,
    count(*) / nullif(any_value(checkouts), 0)                  AS share_of_checkouts,
    count(*) FILTER (leaves)                                    AS left_checkout,
    count(*) FILTER (leaves AND returns)                        AS came_back,
    count(*) FILTER (leaves AND returns) / nullif(count(*) FILTER (leaves), 0) AS came_back_rate,
    count(*) FILTER (orders)                                    AS ordered,
    count(*) FILTER (orders) / count(*)                         AS conversion,
    wilson_low(count(*) FILTER (orders) / count(*), count(*))   AS conversion_low,
    wilson_high(count(*) FILTER (orders) / count(*), count(*))  AS conversion_high,
    any_value(usual)                                            AS checkout_conversion,
    one_currency(list(currency))                                AS currency,
    coalesce(sum(cart_value) FILTER (NOT orders), 0)            AS value_left
FROM followed CROSS JOIN base
GROUP BY about, how;

COMMENT ON MACRO TABLE doubt_report IS 'Doubts in the checkout by what they were about: who left, who came back, who ordered.';
