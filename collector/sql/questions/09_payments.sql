-- Which ways to pay are tried, how often do they fail, and who has paid in the end?
SELECT
    payment_types[1]           AS payment_type,
    count(*)                   AS visits,
    sum(attempts)::BIGINT      AS attempts,
    sum(errors)::BIGINT        AS errors,
    count(*) FILTER (paid)     AS paid
FROM payments
WHERE attempts > 0
GROUP BY ALL
ORDER BY payment_type;
