-- Which ways to pay are tried, how often do they fail, and who has paid by them in the end?
SELECT payment_type, visits, attempts, errors::BIGINT AS errors, ordered AS paid
FROM payment_report(NULL, NULL, NULL, NULL)
WHERE error_code = 'all' AND attempts > 0
ORDER BY payment_type;
