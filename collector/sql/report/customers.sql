-- Customers, those worth most first.
FROM customers($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR)
ORDER BY revenue DESC, person_id;
