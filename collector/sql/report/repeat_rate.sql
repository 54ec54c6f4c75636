-- How many order again.
FROM repeat_rate($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR);
