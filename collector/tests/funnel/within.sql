-- Visits with a purchase at most twenty minutes after something was put into the cart.
SELECT count(DISTINCT cart.session_id)
FROM events AS cart JOIN events AS bought USING (session_id)
WHERE cart.event = 'add_to_cart' AND bought.event = 'purchase' AND cart.robot IS NULL
    AND bought.occurred_at BETWEEN cart.occurred_at AND cart.occurred_at + INTERVAL 20 MINUTE;
