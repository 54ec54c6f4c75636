-- The hardest visits first.
FROM friction_scores($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR)
ORDER BY score DESC, site, session_id
LIMIT $limit::BIGINT;
