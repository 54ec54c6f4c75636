-- The currency of the orders asked for.
SELECT one_currency(list(DISTINCT currency)) AS currency
FROM asked_orders($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR);
