-- Visits counted by day, by all they are told apart by, and by how far they came.
SELECT
    (began::DATE - DATE '1970-01-01')::INTEGER AS day,
    stage::INTEGER                             AS stage,
    count(*)::BIGINT                           AS visits,
    coalesce(sum(value), 0)::DOUBLE            AS value,
    device, browser, system, country, channel, payment_type, shipping_tier
FROM visit_stages($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR)
-- Who only comes to see where the parcel is, is no visit that could have gone on: held against visits it
-- looks like a season, because it follows orders by days.
WHERE stage > 1 OR NOT is_after
GROUP BY ALL;
