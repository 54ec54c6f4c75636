-- Phases in their order.
FROM phases($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR, p_naming := $naming::VARCHAR)
ORDER BY place NULLS LAST, phase;
