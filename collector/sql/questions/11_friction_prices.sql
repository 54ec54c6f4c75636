-- What does each friction cost, in the shop's currency?
SELECT kind, step, affected, round(revenue_at_risk, 2) AS revenue_at_risk
FROM friction_price(NULL, NULL, NULL, NULL)
ORDER BY revenue_at_risk DESC NULLS LAST, kind, step;
