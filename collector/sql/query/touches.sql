-- Touchpoints and orders as steps of people's journeys: whose, when, whether it is an order, and which.
SELECT person_id, epoch_us(happened_at) AS happened_at, is_order, touchpoint
FROM touches($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR);
