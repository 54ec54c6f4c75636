-- How many visits came to each stage of a shop, and how many of those went on; stages that no visit ends
-- at are not told of by the shop.
CREATE OR REPLACE MACRO stages(p_site, p_since, p_until, p_segment) AS TABLE
WITH ended AS (
    SELECT stage, count(*) AS visits
    FROM visit_stages(p_site, p_since, p_until, p_segment)
    GROUP BY stage
), reached AS (
    SELECT stage, sum(visits) OVER (ORDER BY stage DESC)::BIGINT AS visits FROM ended
)
SELECT
    stage,
    ['visit', 'view_item', 'add_to_cart', 'view_cart', 'checkout', 'delivery', 'payment', 'purchase'][stage]
                                                                AS name,
    visits,
    visits / max(visits) OVER ()                                AS share,
    visits / lag(visits) OVER (ORDER BY stage)                  AS passed
FROM reached;

COMMENT ON MACRO TABLE stages IS 'How many visits came to each stage of a shop, and what share went on to it.';
