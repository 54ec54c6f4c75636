-- Notes of the planted change, and of one thirteen weeks earlier that was none.
INSERT INTO annotations BY NAME
SELECT 'guest-checkout' AS name, getvariable('day')::DATE AS on_day, 'view_cart' AS step, now()::TIMESTAMP AS made_at
UNION ALL BY NAME
SELECT 'nothing', getvariable('day')::DATE - 91, 'view_cart', now()::TIMESTAMP;
