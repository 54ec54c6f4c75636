-- Notes of the planted change, and of one thirteen weeks earlier that was none.
INSERT INTO annotations BY NAME
SELECT 'guest-checkout' AS name, getvariable('day')::DATE AS on_day, 'view_cart' AS step, now()::TIMESTAMP AS made_at
UNION ALL BY NAME
SELECT 'nothing' AS name, getvariable('day')::DATE - 91 AS on_day, 'view_cart' AS step, now()::TIMESTAMP AS made_at;
