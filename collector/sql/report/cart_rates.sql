-- Carts added up.
FROM cart_rates($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR,
    p_by := $by::VARCHAR, p_idle := $idle::BIGINT, p_recover := $recover::BIGINT, p_now := $now::TIMESTAMP)
ORDER BY part;
