-- Channels, most visits first.
FROM channels($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR)
ORDER BY visits DESC, channel;
