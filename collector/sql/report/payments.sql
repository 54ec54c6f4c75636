-- Ways to pay, each with all its errors first.
FROM payment_report($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR)
ORDER BY attempts DESC, payment_type, error_code <> 'all', errors DESC, error_code;
