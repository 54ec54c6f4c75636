-- Contacts for attribution, a person after the other, in the order of time; a visit before its order.
SELECT person_id, epoch_us(happened_at) AS happened_at, channel, value::DOUBLE AS value
FROM contacts($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR,
    p_lookback := $lookback::BIGINT)
ORDER BY site, person_id, happened_at, channel IS NULL;
