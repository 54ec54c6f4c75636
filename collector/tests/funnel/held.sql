-- Visits that bought, within a day, something they had put into the cart.
SELECT count(DISTINCT cart.session_id)
FROM (SELECT session_id, occurred_at, unnest(items->>'$[*].item_id') AS item FROM events
        WHERE event = 'add_to_cart' AND robot IS NULL) AS cart
JOIN (SELECT session_id, occurred_at, unnest(items->>'$[*].item_id') AS item FROM events
        WHERE event = 'purchase') AS bought USING (session_id, item)
WHERE bought.occurred_at BETWEEN cart.occurred_at AND cart.occurred_at + INTERVAL 1 DAY;
