-- Which products are looked at, put into carts and bought, by visits?
WITH seen AS (
    SELECT session_id, event, unnest(items::JSON[])->>'item_id' AS item_id
    FROM asked(NULL, NULL, NULL, NULL)
    WHERE event IN ('view_item', 'add_to_cart', 'purchase') AND page_path IS NOT NULL
        AND NOT tells_again(event, session_id, transaction_id)
)
SELECT
    item_id,
    count(DISTINCT session_id) FILTER (event = 'view_item')   AS viewed,
    count(DISTINCT session_id) FILTER (event = 'add_to_cart') AS added,
    count(DISTINCT session_id) FILTER (event = 'purchase')    AS bought
FROM seen
GROUP BY ALL
ORDER BY bought DESC, item_id;
