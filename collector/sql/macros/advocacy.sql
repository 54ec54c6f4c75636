-- Who speaks for the shop: shares, reviews, promoters, friends who come by a link; and who orders after.
CREATE OR REPLACE MACRO advocacy(p_site, p_since, p_until, p_segment) AS TABLE
WITH told AS (
    SELECT
        asked.site AS site, coalesce(person_id, asked.visitor_id) AS person_id, session_id, occurred_at,
        CASE event
            WHEN 'share'            THEN 'share'
            WHEN 'review_submitted' THEN 'review'
            WHEN 'survey_answer'    THEN CASE
                WHEN lower(trim(json_extract_string(params, '$.survey'))) IS DISTINCT FROM 'nps' THEN NULL
                -- Off the scale, as in surveys.
                WHEN coalesce(try_cast(json_extract_string(params, '$.score') AS DOUBLE) NOT BETWEEN 0 AND 10, true)
                    THEN NULL
                WHEN try_cast(json_extract_string(params, '$.score') AS DOUBLE) >= 9 THEN 'promoter'
                WHEN try_cast(json_extract_string(params, '$.score') AS DOUBLE) <= 6 THEN 'detractor'
                ELSE 'passive' END
            WHEN 'page_view'        THEN 'referred'
        END AS act,
        CASE event
            WHEN 'review_submitted' THEN try_cast(json_extract_string(params, '$.rating') AS DOUBLE)
            WHEN 'survey_answer'    THEN try_cast(json_extract_string(params, '$.score') AS DOUBLE)
        END AS score
    FROM asked(p_site, p_since, p_until, p_segment) AS asked LEFT JOIN people USING (site, visitor_id)
    WHERE event IN ('share', 'review_submitted', 'survey_answer')
        -- GA4 calls any link from elsewhere a referral; a friend's is marked for what it is.
        OR event = 'page_view' AND lower(utm_medium) IN ('refer', 'refer-a-friend', 'friend', 'invite', 'share')
), acts AS (
    SELECT site, act, person_id, min(occurred_at) AS first_at,
        -- A friend's link seen on three pages is one visit.
        CASE act WHEN 'referred' THEN count(DISTINCT session_id) ELSE count(*) END AS times,
        sum(score) AS score, count(score) AS scores
    FROM told
    WHERE act IS NOT NULL
    GROUP BY site, act, person_id
), ordered AS (
    SELECT orders.site AS site, coalesce(person_id, orders.visitor_id) AS person_id, ordered_at, value, currency
    FROM orders LEFT JOIN people ON people.site = orders.site AND people.visitor_id = orders.visitor_id
    WHERE p_until IS NULL OR ordered_at < p_until
), after AS (
    SELECT acts.site AS site, act, acts.person_id AS person_id, count(*) AS orders, sum(value) AS value,
        one_currency(list(currency) FILTER (currency IS NOT NULL)) AS currency
    FROM acts JOIN ordered
        ON ordered.site = acts.site AND ordered.person_id = acts.person_id AND ordered_at > first_at
    GROUP BY ALL
)
SELECT
    act,
    sum(times)::BIGINT                               AS times,
    count(*)                                         AS people,
    sum(score) / nullif(sum(scores), 0)              AS mean_score,
    count(after.orders)                              AS ordered_after,
    count(after.orders) / count(*)                   AS ordered_after_rate,
    wilson_low(count(after.orders) / count(*), count(*))  AS ordered_after_low,
    wilson_high(count(after.orders) / count(*), count(*)) AS ordered_after_high,
    coalesce(sum(after.orders), 0)::BIGINT           AS orders_after,
    one_currency(list(currency) FILTER (currency IS NOT NULL)) AS currency,
    coalesce(sum(value), 0)                          AS revenue_after
FROM acts LEFT JOIN after USING (site, act, person_id)
GROUP BY act
ORDER BY array_position(['share', 'review', 'promoter', 'passive', 'detractor', 'referred'], act);

COMMENT ON MACRO TABLE advocacy IS 'Who speaks for the shop, how often, and who orders after: shares, reviews, promoters, friends'' links.';
