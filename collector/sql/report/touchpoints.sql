-- Touchpoints, the most met first.
FROM touchpoint_report($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR)
ORDER BY visits DESC, touchpoint;
