-- Steps for journeys: whose (a person's, or a visit's), when, whether it is an order, and which; in the order of
-- arrival, which settles equal times.
SELECT
    CASE WHEN $by::VARCHAR = 'session' THEN session_id ELSE coalesce(person_id, visitor_id) END AS who,
    epoch_us(occurred_at) AS happened_at,
    is_order,
    step
FROM steps($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR, p_of := $of::VARCHAR)
LEFT JOIN people USING (site, visitor_id)
ORDER BY place;
