-- The hardest visits first.
FROM friction_scores($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR)
-- Sums of the same weights in another order differ in their last digit.
ORDER BY round(score, 9) DESC, site, session_id
LIMIT $limit::BIGINT;
