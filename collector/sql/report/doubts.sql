-- Doubts, the most frequent first.
FROM doubt_report($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR, p_hesitation := $hesitation::BIGINT)
ORDER BY visits DESC, about, how;
