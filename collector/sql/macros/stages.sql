-- How many visits came to each stage of a shop or beyond it, and how many of those went on; stages that no
-- visit has an event of are not told of by the shop.
CREATE OR REPLACE MACRO stages(p_site, p_since, p_until, p_segment) AS TABLE
WITH ended AS (
    SELECT stage, count(*) AS visits, bit_or(told) AS told
    FROM visit_stages(p_site, p_since, p_until, p_segment)
    GROUP BY stage
), reached AS (
    SELECT range AS stage, coalesce(sum(visits) OVER (ORDER BY range DESC), 0)::BIGINT AS visits,
        bit_or(told) OVER () AS told
    FROM range(1, 9) LEFT JOIN ended ON stage = range
)
SELECT
    stage,
    ['visit', 'view_item', 'add_to_cart', 'view_cart', 'checkout', 'delivery', 'payment', 'purchase'][stage]
                                                                AS name,
    visits,
    visits / max(visits) OVER ()                                AS share,
    visits / lag(visits) OVER (ORDER BY stage)                  AS passed
FROM reached
WHERE stage = 1 AND visits > 0 OR told & (1 << stage) <> 0;

COMMENT ON MACRO TABLE stages IS 'How many visits came to each stage of a shop or beyond, and what share went on to it.';
