-- Surveys, by their names.
FROM surveys($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR, p_by := $by::VARCHAR)
ORDER BY survey, part;
