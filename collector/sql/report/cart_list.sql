-- Carts of one state, those worth most first.
FROM carts($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR,
    p_idle := $idle::BIGINT, p_recover := $recover::BIGINT, p_now := $now::TIMESTAMP)
WHERE state = $state::VARCHAR
ORDER BY value DESC, created_at;
